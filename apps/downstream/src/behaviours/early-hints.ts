import type { Exchange } from '../exchange.ts';
import { parseSwitch } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';

/** An informational response before the final one (RFC 8297). */
export const earlyHints: Behaviour<boolean> = {
  example: '1',
  help: 'sends a 103 with a Link field first',
  parse: parseSwitch,
};

/** Sends the 103. HTTP/1.0 knows no informational responses (RFC 9110 15.2). */
export function sendEarlyHints(exchange: Exchange): void {
  if (exchange.request.httpVersion === '1.0') return;
  exchange.response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
}
