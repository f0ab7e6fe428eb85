import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { closedPort } from './closed-port.ts';
import { hangingPort } from './hanging-port.ts';
import { httpUpstream } from './http-upstream.ts';

describe('closedPort', () => {
  test('refuses connections', async () => {
    const error: unknown[] = await once(connect(await closedPort(), '127.0.0.1'), 'error');

    expect(error).toMatchObject([{ code: 'ECONNREFUSED' }]);
  });
});

describe.runIf(process.platform === 'linux')('hangingPort', () => {
  test('lets a connection attempt wait while others on loopback come through', async () => {
    const hanging = await hangingPort();
    const upstream = await httpUpstream((_request, response) => response.end());
    const socket = connect(hanging.port, '127.0.0.1');
    const events: string[] = [];
    socket.on('connect', () => events.push('connect')).on('error', () => events.push('error'));
    for (let i = 0; i < 10; i++) {
      const other = connect(upstream.port, upstream.address);
      await once(other, 'connect');
      other.destroy();
    }

    expect({ events, connecting: socket.connecting }).toEqual({ events: [], connecting: true });
    socket.destroy();
    await Promise.all([hanging.close(), upstream.close()]);
  });
});

describe('httpUpstream', () => {
  test('answers with the handler and counts connections', async () => {
    const upstream = await httpUpstream((request, response) => response.end(`you asked for ${request.url}`));
    const response = await fetch(`${upstream.origin}/a?b`);

    expect(await response.text()).toBe('you asked for /a?b');
    expect(upstream.accepted).toBe(1);
    await upstream.close();
    expect(upstream.open).toBe(0);
  });
});
