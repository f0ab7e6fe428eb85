import { once } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** The status of the response. */
export const status: Behaviour<number> = {
  example: '503',
  help: 'answers with this status, 200-999',
  parse: once((value) =>
    /^[2-9]\d\d$/.test(value) ? { value: Number(value) } : { expected: 'a status from 200 to 999' },
  ),
};

/** Whether a response to `method` with `statusCode` has a body (RFC 9110 6.4.1, 15.3.6). */
export function hasBody(method: string, statusCode: number): boolean {
  return method !== 'HEAD' && statusCode !== 204 && statusCode !== 205 && statusCode !== 304;
}
