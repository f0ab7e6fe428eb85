import { MAX_ASKED_BYTES } from '../limits.ts';
import { parseSize } from '../units/size.ts';
import { once } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** A generated body of this size in place of the echo. @unit bytes */
export const size: Behaviour<number> = {
  example: '1MiB',
  help: 'a body of this size in place of the echo; its byte at offset n is 33 + n mod 89; ranges are served',
  parse: once((value) => parseSize(value, MAX_ASKED_BYTES)),
};
