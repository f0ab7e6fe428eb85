import type { Dispatcher } from 'undici';

/** One kind of request that load is made of. */
export interface Kind {
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly body?: string;
  /** What the instance is asked for in `X-Behave`, such as `delay=20ms`. */
  readonly behave?: string;
  /** How long the body of a complete response is, where that is known. @unit bytes */
  readonly responseBytes?: number;
}

/** RFC 9110 9.2.2: the methods that a proxy may send again without asking. */
const IDEMPOTENT = new Set<string>(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** Whether the same request twice is the same as once. */
export function isIdempotent({ method }: Kind): boolean {
  return IDEMPOTENT.has(method);
}

/** Half of them may be sent again and half may not; with a body and without, of known length and chunked. */
export const mixed: readonly Kind[] = [
  { method: 'GET', path: '/items' },
  { method: 'POST', path: '/orders', body: 'x'.repeat(1_000) },
  { method: 'GET', path: '/search', body: '{"query":"shoes"}' },
  { method: 'POST', path: '/orders' },
  { method: 'PUT', path: '/items/1', body: 'x'.repeat(8_000) },
  { method: 'POST', path: '/orders', behave: 'delay=20ms' },
  { method: 'GET', path: '/items?size=20KiB&chunked=1', behave: 'delay=20ms', responseBytes: 20 * 1024 },
  { method: 'POST', path: '/orders', body: 'x'.repeat(20_000), behave: 'delay=20ms' },
];

/** The same requests, each of which takes an instance this long: for load that must not be much. */
export function slowed(kinds: readonly Kind[], delay: string): readonly Kind[] {
  return kinds.map((kind) => ({ ...kind, behave: `delay=${delay}` }));
}
