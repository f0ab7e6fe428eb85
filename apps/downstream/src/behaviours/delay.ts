import { MAX_ASKED_MS } from '../limits.ts';
import { parseDuration } from '../units/duration.ts';
import { once } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** How long to wait, once the request was read, before anything of the response is sent. @unit ms */
export const delay: Behaviour<number> = {
  example: '2s',
  help: 'waits this long before it answers',
  parse: once((value) => parseDuration(value, MAX_ASKED_MS)),
};
