import { MAX_ASKED_MS, MAX_CONDITION_MS } from '../limits.ts';
import { parseDuration } from '../units/duration.ts';
import type { Parsed } from '../units/parsed.ts';
import { seededRandom } from '../units/seeded-random.ts';
import type { Condition, State } from './condition.ts';

/** What a `POST /_control` orders. */
export interface Order {
  readonly condition: Condition;
  /** After this time the instance is up again; absent: it stays so. @unit ms */
  readonly forMs?: number;
}

const STATES: readonly State[] = ['up', 'unready', 'slow', 'erroring', 'hanging', 'down', 'refusing'];

// Which settings belong to which state; `for` belongs to every state but `up`.
const SETTINGS: Readonly<Record<State, readonly string[]>> = {
  up: [],
  unready: ['for'],
  slow: ['for', 'delay'],
  erroring: ['for', 'errorRate', 'status', 'seed'],
  hanging: ['for'],
  down: ['for'],
  refusing: ['for'],
};

/** Reads an order such as `{"state":"erroring","errorRate":0.5,"status":503,"seed":7,"for":"30s"}`: defaults are a
 *  delay of 1s, an errorRate of 1 and the status 503. Without a seed the draws are `random`'s. */
export function readOrder(body: unknown, random: () => number): Parsed<Order> {
  if (typeof body !== 'object' || body === null) return { expected: 'a JSON object with a state' };
  const given = new Map<string, unknown>(Object.entries(body));
  const state = STATES.find((known) => known === given.get('state'));
  if (state === undefined) return { expected: `a state of ${STATES.join(', ')}` };
  for (const name of given.keys()) {
    if (name === 'state' || SETTINGS[state].includes(name)) continue;
    const allowed = SETTINGS[state].join(', ') || 'no settings';
    return { expected: `no '${name}': ${state} takes ${allowed}` };
  }

  const forMs = optionalDuration(given.get('for'), MAX_CONDITION_MS);
  if (forMs !== undefined && 'expected' in forMs) return { expected: `for: ${forMs.expected}` };
  if (state === 'refusing' && forMs === undefined) {
    return { expected: 'refusing with a for, such as "10s": nobody could call it back' };
  }
  const condition = readCondition(state, given, random);
  if ('expected' in condition) return condition;
  return { value: { condition: condition.value, ...(forMs === undefined ? {} : { forMs: forMs.value }) } };
}

function readCondition(
  state: State,
  given: ReadonlyMap<string, unknown>,
  random: () => number,
): Parsed<Condition> {
  if (state === 'slow') {
    const delay = optionalDuration(given.get('delay') ?? '1s', MAX_ASKED_MS);
    if (delay === undefined || 'expected' in delay)
      return { expected: `delay: ${delay?.expected ?? 'a duration'}` };
    return { value: { state, delayMs: delay.value } };
  }
  if (state !== 'erroring') return { value: { state } };

  const errorRate = given.get('errorRate') ?? 1;
  const status = given.get('status') ?? 503;
  const seed = given.get('seed');
  if (!isNumberIn(errorRate, 0, 1)) return { expected: 'errorRate: a number from 0 to 1' };
  if (!isNumberIn(status, 400, 599) || !Number.isInteger(status))
    return { expected: 'status: from 400 to 599' };
  if (seed !== undefined && !Number.isSafeInteger(seed)) return { expected: 'seed: a whole number' };
  const draws = typeof seed === 'number' ? seededRandom(seed) : random;
  return { value: { state, errorRate, status, random: draws } };
}

function optionalDuration(value: unknown, maxMs: number): Parsed<number> | undefined {
  if (value === undefined) return undefined;
  return parseDuration(typeof value === 'string' ? value : '', maxMs);
}

function isNumberIn(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max;
}
