import { parseSwitch } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** An answer that does not wait for the request's body; no 100 is sent for an `Expect: 100-continue` either. */
export const unread: Behaviour<boolean> = {
  example: '1',
  help: 'answers without reading the body of the request first',
  parse: parseSwitch,
};
