import { aborted } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Exchange } from '../exchange.ts';
import { sendJson } from '../send-json.ts';
import type { ConditionHolder } from './condition-holder.ts';

/** What a condition does to a whole instance, its probes included. False: the exchange is over. */
export async function passInstance(exchange: Exchange, holder: ConditionHolder): Promise<boolean> {
  const { current } = holder;
  if (current.state === 'down' || current.state === 'refusing') {
    exchange.reset();
    return false;
  }
  if (current.state === 'hanging') {
    await aborted(AbortSignal.any([exchange.gone, holder.ended]));
    return !exchange.gone.aborted;
  }
  return true;
}

/** What a condition does to requests for the service, not to the instance's own pages. False: the exchange is over. */
export async function passService(
  exchange: Exchange,
  holder: ConditionHolder,
  clock: Clock,
): Promise<boolean> {
  const { current } = holder;
  if (current.state === 'slow') return clock.sleep(current.delayMs, exchange.gone);
  if (current.state === 'erroring' && current.random() < current.errorRate) {
    sendJson(exchange.response, current.status, {
      error: `this instance is set to answer ${current.status}`,
    });
    return false;
  }
  return true;
}
