import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  /** File to write the results to, as JSON. */
  readonly json: string | null;
  /** Names of the contenders that take part; null is all. */
  readonly only: readonly string[] | null;
  /** Names of the cases that are measured; null is all. */
  readonly cases: readonly string[] | null;
  /** Length of a measured run. @unit s */
  readonly seconds: number;
  /** Length of the warm-up before it. @unit s */
  readonly warmUpSeconds: number;
  readonly rounds: number;
  /** Runs at most for one sample, while others disturb them. */
  readonly attempts: number;
  /** Folder for CPU profiles of the Node contenders; null is none. */
  readonly profile: string | null;
  readonly help: boolean;
}

/** Printed by `--help` and after a wrong argument. */
export const USAGE = `Usage: pnpm bench [options]
       pnpm bench resilience [options]   what faults cost
       pnpm bench picks                  what a choice among endpoints costs
       pnpm bench reload [SERVICES]      what a reload of a large configuration costs

Compares Hostler with other proxies on this machine, in front of the same upstream.

  --json FILE         write the results to FILE too
  --only NAME,...     these contenders only (ratios need http-proxy-middleware among them)
  --cases NAME,...    these cases only: small-get, large-get, large-post
  --duration TIME     length of one measured run, as in 5s or 500ms (default 5s; wrk counts whole seconds)
  --rounds N          rounds over all contenders, 1 to 20 (default 3)
  --quick             one round of 1s: does everything work, not how fast is it
  --profile DIR       write a CPU profile of each Node contender there and print its hottest functions
  --help              print this
`;

const MAX_SECONDS = 60;
const MAX_ROUNDS = 20;

/** @throws {RangeError | TypeError} with a sentence for the user */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      cases: { type: 'string' },
      duration: { type: 'string' },
      rounds: { type: 'string' },
      profile: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const seconds = parseSeconds(values.duration ?? (values.quick ? '1s' : '5s'));
  return {
    json: values.json ?? null,
    only: values.only?.split(',') ?? null,
    cases: values.cases?.split(',') ?? null,
    seconds,
    warmUpSeconds: Math.min(seconds, 2),
    rounds: parseRounds(values.rounds ?? (values.quick ? '1' : '3')),
    attempts: values.quick ? 1 : 3,
    profile: values.profile ?? null,
    help: values.help,
  };
}

/** The `wanted` of `all` by name, in the order of `all`. @throws {RangeError} for a name that there is not */
export function select<T extends { readonly name: string }>(
  all: readonly T[],
  wanted: readonly string[] | null,
): T[] {
  const unknown = wanted?.find((name) => !all.some((entry) => entry.name === name));
  if (unknown !== undefined) {
    throw new RangeError(`there is no ${unknown}, only ${all.map(({ name }) => name).join(', ')}`);
  }
  return all.filter(({ name }) => wanted === null || wanted.includes(name));
}

function parseSeconds(text: string): number {
  const [, value, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  // wrk takes whole seconds only.
  const seconds = Math.ceil(Number(value) / (unit === 'ms' ? 1_000 : 1));
  if (seconds >= 1 && seconds <= MAX_SECONDS) return seconds;
  throw new RangeError(`--duration: got ${text}, expected a time up to ${MAX_SECONDS}s, such as 5s`);
}

function parseRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= MAX_ROUNDS) return rounds;
  throw new RangeError(`--rounds: got ${text}, expected a whole number from 1 to ${MAX_ROUNDS}`);
}
