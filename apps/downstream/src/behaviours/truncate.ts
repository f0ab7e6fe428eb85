import { parseSwitch } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** A connection closed in good order with half of the body missing. */
export const truncate: Behaviour<boolean> = {
  example: '1',
  help: 'closes the connection (FIN, no reset) after half of the body',
  parse: parseSwitch,
};
