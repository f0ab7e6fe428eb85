import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { open } from '../traffic/send.ts';
import { eventually } from '../traffic/eventually.ts';

const HOST = 'cart.test';
/** How soon the instance learns that its client left; well under the delay that it would else wait for. */
const SOON_MS = 3_000;

describeContainers('a client that leaves', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ cart: { instances: 1, settings: { domain: HOST } } });
    return () => stack.remove();
  });

  it.each([
    { name: 'while it waits for the response', path: '/?delay=60s', reads: false },
    { name: 'in the middle of a slow body', path: '/?size=2000&drip=60s', reads: true },
    { name: 'in the middle of a large body that it does not read', path: '/?size=200MiB', reads: true },
  ])('is gone for the instance at once, $name', async ({ path, reads }) => {
    const instance = stack.instance('cart-1');
    const before = await instance.stats();
    const client = new AbortController();
    const response = open(stack.proxy.origin, HOST, path, { signal: client.signal });
    // Nobody reads the body; that it ends in an error is what we ask for.
    response.then(
      ({ body }) => body.on('error', () => {}),
      () => {},
    );
    if (reads) await response;
    await eventually(async () => expect((await instance.stats()).inFlight).toBe(1));

    client.abort();
    await eventually(async () => {
      const { inFlight, aborted } = await instance.stats();
      expect({ inFlight, aborted: aborted - before.aborted }).toEqual({ inFlight: 0, aborted: 1 });
    }, SOON_MS);
  });

  it('is a 499 in the access log', async () => {
    await eventually(() => {
      const statuses = stack.proxy.logLines().map(({ status }) => status);
      expect(statuses).toContain(499);
    });
  });
});
