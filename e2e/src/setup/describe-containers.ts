import { describe, inject } from 'vitest';
import type { Run } from './global-setup.ts';

/** A `describe` that is skipped where no container engine answers. */
export const describeContainers: typeof describe.skip = inject('run') === null ? describe.skip : describe;

/** The run that the calling suite is part of. Throws in a suite that is not under `describeContainers`. */
export function currentRun(): Run {
  const run = inject('run');
  if (run === null) throw new Error('there is no run: put this suite under describeContainers');
  return run;
}
