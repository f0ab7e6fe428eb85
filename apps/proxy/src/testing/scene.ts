import { afterEach } from 'vitest';
import { startProxy } from './running-proxy.ts';
import type { RunningProxy, RunningProxyOptions } from './running-proxy.ts';

interface Closable {
  close(): Promise<void>;
}

const open: Closable[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

/** Closes what a test opened after the test, the last one first. */
export async function keep<Opened extends Closable>(opened: Promise<Opened>): Promise<Opened> {
  const one = await opened;
  open.push(one);
  return one;
}

/** What a test says of its proxy besides its endpoints. */
export interface SceneOptions extends RunningProxyOptions {
  /** What stands under the service in the YAML. */
  readonly service?: object;
  /** What stands under `proxy:` in the YAML. */
  readonly proxy?: object;
}

/**
 * A proxy in front of one service, `shop.test`, until the end of the test. What is still open then is cut at once.
 * @param upstreams the service's endpoints
 */
export function proxyTo(
  upstreams: readonly { readonly address: string; readonly port: number }[],
  { service = {}, proxy = {}, ...options }: SceneOptions = {},
): Promise<RunningProxy> {
  const hosts = upstreams.map(({ address, port }) => ({ address, port }));
  const services = [{ name: 'shop', domain: 'shop.test', hosts, ...service }];
  return keep(startProxy({ services, shutdown: { timeout: '0s' }, ...proxy }, options));
}

/** The fields of a request to the service of `proxyTo`. */
export const toShop = { headers: { host: 'shop.test' } };
