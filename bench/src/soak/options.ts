import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface SoakOptions {
  /** How long the load and the faults last. @unit s */
  readonly seconds: number;
  /** File to write the report to, as JSON. */
  readonly json: string | null;
  readonly help: boolean;
}

const MIN_SECONDS = 10;
const MAX_SECONDS = 24 * 3_600;
const SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
]);

/** Printed by `--help` and after a wrong argument. */
export const SOAK_USAGE = `Usage: pnpm soak [options]

Runs the proxy in front of five simulated instances, with load, open streams, and one fault after the other.
The exit code is 1 when a count is wrong.

  --for TIME    how long, from 10s to 24h, as in 90s, 10m or 2h (default 10m)
  --json FILE   write the report to FILE too
  --help        print this
`;

/** @throws {RangeError | TypeError} with a sentence for the user */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    // pnpm passes on the dashes that set its own options apart.
    args: args.filter((each) => each !== '--'),
    options: {
      for: { type: 'string', default: '10m' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return { seconds: parseSeconds(values.for), json: values.json ?? null, help: values.help };
}

function parseSeconds(text: string): number {
  const [, value, unit = ''] = /^(\d+)([smh])$/.exec(text) ?? [];
  const seconds = Number(value) * (SECONDS.get(unit) ?? Number.NaN);
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return seconds;
  throw new RangeError(`--for: got ${text}, expected a time from 10s to 24h, such as 10m`);
}
