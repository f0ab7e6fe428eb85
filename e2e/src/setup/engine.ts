import { getContainerRuntimeClient } from 'testcontainers';

/** What `HOSTLER_E2E` says: `auto` skips without an engine, `required` fails without one, `off` never looks. */
export type Mode = 'auto' | 'required' | 'off';

/** Whether the container suites run, and if not, why. */
export type Verdict = { readonly run: true } | { readonly run: false; readonly reason: string };

/** Reads `HOSTLER_E2E`; absent or empty is `auto`. Throws on another word: a typo must not skip anything. */
export function readMode(value: string | undefined): Mode {
  if (value === undefined || value === '') return 'auto';
  if (value === 'auto' || value === 'required' || value === 'off') return value;
  throw new Error(`HOSTLER_E2E is '${value}'; it can be auto, required or off`);
}

/** Decides whether the suites run. Throws where they must and no engine answers. */
export async function decide(mode: Mode, answers: () => Promise<boolean>): Promise<Verdict> {
  if (mode === 'off') return { run: false, reason: 'HOSTLER_E2E=off turns them off.' };
  if (await answers()) return { run: true };
  const reason =
    'No container engine answers (tried DOCKER_HOST, the usual sockets and ~/.testcontainers.properties).';
  if (mode === 'required') throw new Error(`HOSTLER_E2E=required, but: ${reason}`);
  return { run: false, reason };
}

/** Whether testcontainers finds an engine that answers. */
export async function engineAnswers(): Promise<boolean> {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}
