import * as z from 'zod';
import type { ExitCode, Terminal } from '../exit.ts';
import { doneLines } from './done.ts';
import type { RemoteEnvironment, RemoteFlags } from './flags.ts';
import { onAll } from './on-all.ts';

const names = z.array(z.string());

const reloaded = z.object({
  scope: z.string(),
  result: z.object({
    outcome: z.string(),
    version: z.number(),
    hash: z.string(),
    changed: z.object({
      added: names,
      removed: names,
      changed: names,
      kept: z.number(),
      restartRequired: names,
    }),
    warnings: names,
  }),
});

type Reloaded = z.output<typeof reloaded>;

/** `hostler reload`: reads the configuration again, and says what that changed. */
export function reloadCommand(
  flags: RemoteFlags,
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  return onAll(
    { method: 'POST', path: '/api/v1/config/reload' },
    flags,
    (done) => doneLines(done, reloaded, say),
    terminal,
    environment,
  );
}

function say({ result: { outcome, version, hash, changed, warnings } }: Reloaded): string {
  const { added, removed, changed: rebuilt, kept, restartRequired } = changed;
  const counts = `${added.length} added, ${removed.length} removed, ${rebuilt.length} changed, ${kept} kept`;
  return [
    outcome === 'unchanged'
      ? `version ${version} (${hash}) says the same as before`
      : `version ${version} (${hash}) is in use; services: ${counts}`,
    ...restartRequired.map((setting) => `        ${setting} takes effect with a restart only`),
    ...warnings.map((warning) => `        ${warning}`),
  ].join('\n');
}
