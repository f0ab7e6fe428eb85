import { FakeClock, closedPort, hangingPort, silentUpstream } from '@hostler/test-kit';
import { expect, it } from 'vitest';
import { keep } from '../../testing/scene.ts';
import { createProbe } from './create-probe.ts';
import { checkedService } from './testing/checked-service.ts';

function begin(
  port: number,
  address = '127.0.0.1',
): { clock: FakeClock; ended: Promise<string | null>; cancel: () => void } {
  const clock = new FakeClock();
  const { service, check } = checkedService({ type: 'tcp', timeout: '2s' });
  const { promise: ended, resolve } = Promise.withResolvers<string | null>();
  const cancel = createProbe(service, check, clock)({ address, port, authority: 'any' }, resolve);
  return { clock, ended, cancel };
}

it('passes where a connection is taken, and closes it', async () => {
  const upstream = await keep(silentUpstream());
  const { clock, ended } = begin(upstream.port);
  expect(await ended).toBe(null);
  await upstream.allClosed();
  expect(clock.pending).toBe(0);
});

it('is what `healthCheck: {}` means', async () => {
  expect(checkedService({}).check.kind).toBe('tcp');
});

it('fails where nothing listens', async () => {
  expect(await begin(await closedPort()).ended).toBe('refused');
});

it('fails for a name that does not exist', async () => {
  expect(await begin(80, 'no-such-name.invalid').ended).toMatch(/^dns_error: /);
});

it('fails where nobody answers in time', async () => {
  const hanging = await keep(hangingPort());
  const { clock, ended } = begin(hanging.port);
  clock.advance(2_000);
  expect(await ended).toBe('timeout: no connection within 2000 ms');
  expect(clock.pending).toBe(0);
});

it('is given up at once', async () => {
  const hanging = await keep(hangingPort());
  const { clock, cancel } = begin(hanging.port);
  cancel();
  expect(clock.pending).toBe(0);
});
