import { parseMoment } from './behaviour.ts';
import type { Behaviour, Moment } from './behaviour.ts';

/** A TCP reset in place of the response, or of its second half. */
export const reset: Behaviour<Moment> = {
  example: 'before',
  help: 'resets the connection: before any byte of the response, or in the middle of the body',
  parse: parseMoment,
};
