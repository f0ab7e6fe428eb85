import type { Parsed } from '../units/parsed.ts';
import { cacheControl, etag, lastModified, vary } from './cache-fields.ts';
import { delay } from './delay.ts';
import { drip } from './drip.ts';
import { earlyHints } from './early-hints.ts';
import { chunked, closeDelimited } from './framing.ts';
import { hang } from './hang.ts';
import { header } from './header.ts';
import { ranges } from './ranges.ts';
import { reset } from './reset.ts';
import { size } from './size.ts';
import { status } from './status.ts';
import { trailers } from './trailers.ts';
import { truncate } from './truncate.ts';
import { unread } from './unread.ts';

/** Everything that a request may ask for, by its name in a query or an X-Behave field, in the order of the help. */
export const behaviours = {
  delay,
  status,
  size,
  chunked,
  'close-delimited': closeDelimited,
  drip,
  header,
  'cache-control': cacheControl,
  etag,
  'last-modified': lastModified,
  vary,
  ranges,
  reset,
  hang,
  truncate,
  'early-hints': earlyHints,
  trailers,
  unread,
} as const;

/** The name of a behaviour. */
export type BehaviourName = keyof typeof behaviours;

/** What one request asked for; what it did not ask for is absent. */
export type Asked = {
  readonly [Name in BehaviourName]?: Extract<
    ReturnType<(typeof behaviours)[Name]['parse']>,
    { value: unknown }
  >['value'];
};

/** Whether a behaviour is called that. */
export function isBehaviourName(name: string): name is BehaviourName {
  return Object.hasOwn(behaviours, name);
}

/** The names of all behaviours. */
export const behaviourNames: readonly BehaviourName[] = Object.keys(behaviours).filter(isBehaviourName);

/** Reads the values of one behaviour. */
export function parseBehaviour(name: BehaviourName, values: readonly string[]): Parsed<unknown> {
  return behaviours[name].parse(values);
}
