import type { Socket } from 'node:net';
import { FakeClock } from '@hostler/test-kit';
import { describe, expect, it } from 'vitest';
import { eventually, turns } from '../upstream-client/testing/turns.ts';
import { closeFrameToClient, closeFrameToEndpoint } from './close-frame.ts';
import { Received, socketPair } from './testing/sockets.ts';
import { Tunnel } from './tunnel.ts';
import type { TunnelResult } from './tunnel.ts';

const mebibyte = 1024 * 1024;

interface Scene {
  readonly clock: FakeClock;
  readonly tunnel: Tunnel;
  /** The far ends: who the tunnel joins. */
  readonly client: Socket;
  readonly endpoint: Socket;
  readonly results: readonly TunnelResult[];
}

async function scene({ idleMs = null as number | null, early = '' } = {}): Promise<Scene> {
  const clientSide = await socketPair();
  const endpointSide = await socketPair();
  const clock = new FakeClock();
  const results: TunnelResult[] = [];
  const tunnel = new Tunnel(
    { client: clientSide.accepted, endpoint: endpointSide.dialled, clock, idleMs },
    (result) => results.push(result),
  );
  tunnel.start(Buffer.from(early));
  return { clock, tunnel, client: clientSide.dialled, endpoint: endpointSide.accepted, results };
}

/** A text frame from an endpoint: not masked. */
function frame(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);
}

describe('what goes through a tunnel', () => {
  it('is passed on both ways and counted', async () => {
    const { client, endpoint, results } = await scene();
    const atClient = new Received(client);
    const atEndpoint = new Received(endpoint);
    client.write(frame('to the endpoint'));
    endpoint.write(frame('to the client'));
    await eventually(() => atClient.bytes.length === 15 && atEndpoint.bytes.length === 17);
    expect(atClient.bytes).toEqual(frame('to the client'));
    expect(atEndpoint.bytes).toEqual(frame('to the endpoint'));
    client.resetAndDestroy();
    await eventually(() => results.length > 0);
    expect(results).toEqual([{ fromClient: 17, toClient: 15, idle: false }]);
  });

  it('begins with what the client sent with its handshake', async () => {
    const { client, endpoint } = await scene({ early: 'early ' });
    const atEndpoint = new Received(endpoint);
    client.write('late');
    await eventually(() => atEndpoint.bytes.length === 10);
    expect(atEndpoint.bytes.toString()).toBe('early late');
  });

  it.each([
    { name: 'client', reader: 'client', writer: 'endpoint' },
    { name: 'endpoint', reader: 'endpoint', writer: 'client' },
  ] as const)(
    'waits for the $name when it does not read, and arrives whole when it does',
    async ({ reader, writer }) => {
      const { [reader]: reading, [writer]: writing } = await scene();
      const piece = Buffer.alloc(mebibyte, 'x');
      let sent = 0;
      const total = 64 * mebibyte;
      const send = (): void => {
        while (sent < total) {
          sent += piece.length;
          if (!writing.write(piece)) {
            writing.once('drain', send);
            return;
          }
        }
        writing.end();
      };
      send();
      await turns(200);
      // What the kernel's buffers of two connections take, and a piece.
      expect(sent).toBeLessThan(32 * mebibyte);

      let received = 0;
      reading.on('data', (data: Buffer) => {
        received += data.length;
      });
      reading.resume();
      await eventually(() => reading.readableEnded);
      expect(received).toBe(total);
    },
  );
});

describe('a tunnel whose one side leaves', () => {
  const sides = [
    { name: 'client', leaves: 'client', stays: 'endpoint' },
    { name: 'endpoint', leaves: 'endpoint', stays: 'client' },
  ] as const;

  it.each(sides)('closes the other one at once when the $name breaks off', async ({ leaves, stays }) => {
    const { [leaves]: leaving, [stays]: staying, clock, results } = await scene({ idleMs: 60_000 });
    const atStaying = new Received(staying);
    leaving.resetAndDestroy();
    await eventually(() => atStaying.ended || atStaying.closed);
    expect(results).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it.each(sides)(
    'breaks off when the $name does, though the other one waits for it',
    async ({ leaves, stays }) => {
      const { [leaves]: leaving, [stays]: staying, results } = await scene();
      staying.write(Buffer.alloc(32 * mebibyte));
      await turns(50);
      leaving.resetAndDestroy();
      await eventually(() => staying.destroyed);
      expect(results).toHaveLength(1);
    },
  );

  it.each(sides)('delivers what the $name sent last', async ({ leaves, stays }) => {
    const { [leaves]: leaving, [stays]: staying, clock, results } = await scene({ idleMs: 60_000 });
    const atStaying = new Received(staying);
    leaving.end(frame('bye'));
    leaving.resume();
    await eventually(() => atStaying.ended);
    expect(atStaying.bytes).toEqual(frame('bye'));
    staying.end();
    await eventually(() => results.length > 0);
    expect(clock.pending).toBe(0);
  });

  it('delivers what the endpoint answers to a client that has ended its side', async () => {
    const { client, endpoint, results } = await scene();
    const atClient = new Received(client);
    const atEndpoint = new Received(endpoint);
    client.end(frame('bye'));
    await eventually(() => atEndpoint.ended);
    endpoint.end(frame('bye bye'));
    await eventually(() => results.length > 0);
    expect(atClient.bytes).toEqual(frame('bye bye'));
  });

  it('ends a second after the endpoint did, when the client does nothing', async () => {
    const { client, endpoint, clock, results } = await scene();
    const atEndpoint = new Received(endpoint);
    // It reads, and keeps its side open.
    client.allowHalfOpen = true;
    const atClient = new Received(client);
    endpoint.end();
    await eventually(() => atClient.ended);
    clock.advance(999);
    expect(results).toEqual([]);
    clock.advance(1);
    expect(results).toHaveLength(1);
    await eventually(() => atEndpoint.ended);
  });

  it('waits longer while a slow client still takes what the endpoint sent', async () => {
    const { client, endpoint, clock, results } = await scene();
    const total = 16 * mebibyte;
    endpoint.end(Buffer.alloc(total));
    let received = 0;
    await turns(20);
    for (let second = 0; second < 8; second++) {
      const until = received + mebibyte;
      const take = (data: Buffer): void => {
        received += data.length;
        if (received >= until) client.pause();
      };
      client.on('data', take);
      client.resume();
      await eventually(() => received >= until);
      client.off('data', take);
      await turns(20);
      clock.advance(1000);
    }
    expect(results).toEqual([]);
    client.on('data', (data: Buffer) => {
      received += data.length;
    });
    client.resume();
    await eventually(() => client.readableEnded);
    expect(received).toBe(total);
  });
});

describe('a tunnel that is told to go away', () => {
  it('sends each side a close frame and ends when both have', async () => {
    const { client, endpoint, tunnel, clock, results } = await scene({ idleMs: 60_000 });
    const atClient = new Received(client);
    const atEndpoint = new Received(endpoint);
    tunnel.goAway();
    await eventually(() => atClient.ended && atEndpoint.ended);
    expect(atClient.bytes).toEqual(closeFrameToClient);
    expect(atEndpoint.bytes).toEqual(closeFrameToEndpoint);
    client.end();
    endpoint.end();
    await eventually(() => results.length > 0);
    expect(results).toEqual([{ fromClient: 0, toClient: 0, idle: false }]);
    expect(clock.pending).toBe(0);
  });

  it('ends after a second when nobody answers', async () => {
    const { client, endpoint, tunnel, clock, results } = await scene();
    client.allowHalfOpen = true;
    const received = [new Received(client), new Received(endpoint)];
    tunnel.goAway();
    await eventually(() => received.every(({ ended }) => ended));
    expect(results).toEqual([]);
    clock.advance(1000);
    expect(results).toHaveLength(1);
  });

  it('finishes the frame under way first, however long it takes, and drops what follows', async () => {
    const { client, endpoint, tunnel, clock, results } = await scene();
    const atClient = new Received(client);
    const whole = frame('in two pieces');
    endpoint.write(whole.subarray(0, 5));
    await eventually(() => atClient.bytes.length === 5);
    tunnel.goAway();
    for (let i = 5; i < whole.length; i++) {
      endpoint.write(whole.subarray(i, i + 1));
      await eventually(() => atClient.bytes.length > i);
      clock.advance(1000);
      expect(results).toEqual([]);
    }
    endpoint.write(frame('too late'));
    await eventually(() => atClient.ended);
    expect(atClient.bytes).toEqual(Buffer.concat([whole, closeFrameToClient]));
  });

  it('does not wait for the end of a frame of which nothing comes', async () => {
    const { client, endpoint, tunnel, clock, results } = await scene();
    const atClient = new Received(client);
    endpoint.write(frame('in two pieces').subarray(0, 5));
    await eventually(() => atClient.bytes.length === 5);
    tunnel.goAway();
    clock.advance(1000);
    clock.advance(1000);
    expect(results).toHaveLength(1);
    await eventually(() => atClient.closed || atClient.ended);
    expect(atClient.bytes).toHaveLength(5);
  });

  it('adds nothing behind a close frame of theirs', async () => {
    const { client, endpoint, tunnel } = await scene();
    const atClient = new Received(client);
    const theirs = Buffer.from([0x88, 0x02, 0x03, 0xe8]);
    endpoint.write(theirs);
    await eventually(() => atClient.bytes.length === 4);
    tunnel.goAway();
    endpoint.end();
    await eventually(() => atClient.ended);
    expect(atClient.bytes).toEqual(theirs);
  });

  it('may be told twice, and after its end', async () => {
    const { client, tunnel, results } = await scene();
    const atClient = new Received(client);
    tunnel.goAway();
    tunnel.goAway();
    tunnel.cut();
    tunnel.cut();
    tunnel.goAway();
    await eventually(() => atClient.ended || atClient.closed);
    expect(results).toHaveLength(1);
    expect(atClient.bytes.length).toBeLessThanOrEqual(closeFrameToClient.length);
  });
});

describe('a silent tunnel', () => {
  it('goes away after its time, which every byte starts anew', async () => {
    const { client, endpoint, clock, results } = await scene({ idleMs: 60_000 });
    const atClient = new Received(client);
    const atEndpoint = new Received(endpoint);
    clock.advance(59_999);
    client.write('x');
    await eventually(() => atEndpoint.bytes.length === 1);
    clock.advance(59_999);
    endpoint.write(frame('y'));
    await eventually(() => atClient.bytes.length === 3);
    clock.advance(59_999);
    expect(atClient.ended).toBe(false);
    clock.advance(1);
    await eventually(() => atClient.ended);
    expect(atClient.bytes).toEqual(Buffer.concat([frame('y'), closeFrameToClient]));
    client.end();
    endpoint.end();
    await eventually(() => results.length > 0);
    expect(results).toEqual([{ fromClient: 1, toClient: 3, idle: true }]);
    expect(clock.pending).toBe(0);
  });

  it('stays for ever without a limit', async () => {
    const { clock } = await scene();
    expect(clock.pending).toBe(0);
  });
});
