import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ListenError, listen } from './listen.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const one of servers.splice(0)) one.close();
});

function server(): Server {
  const one = createServer();
  servers.push(one);
  return one;
}

describe('a listener', () => {
  it.each([{ address: '127.0.0.1' }, { address: '::1' }])(
    'says at which port of $address it is when any will do',
    async ({ address }) => {
      const at = await listen(server(), 'main', { address, port: 0 });
      expect(at.address).toBe(address);
      expect(at.port).toBeGreaterThan(0);
    },
  );

  it('leaves no listener of its own behind', async () => {
    const one = server();
    const before = [one.listenerCount('error'), one.listenerCount('listening')];
    await listen(one, 'main', { address: '127.0.0.1', port: 0 });
    expect([one.listenerCount('error'), one.listenerCount('listening')]).toEqual(before);
  });

  it.each([
    { address: '127.0.0.1', where: '127.0.0.1' },
    { address: '::1', where: '[::1]' },
  ])(
    'names the port of $address that is in use, and who to ask, and may be tried again',
    async ({ address, where }) => {
      const taken = server();
      const { port } = await listen(taken, 'main', { address, port: 0 });
      const late = server();
      const failed = listen(late, 'admin', { address, port });
      await expect(failed).rejects.toThrow(ListenError);
      await expect(failed).rejects.toThrow(
        `admin listener ${where}:${port}: the port is in use. Stop what uses it (ss -ltnp 'sport = :${port}' names it), or set another port.`,
      );
      expect((await listen(late, 'admin', { address, port: 0 })).port).not.toBe(port);
    },
  );

  it.each([
    {
      name: 'an address of another machine',
      address: '203.0.113.1',
      message: 'main listener 203.0.113.1:0: this machine has no such address.',
    },
    {
      name: 'a name that leads nowhere',
      address: 'nowhere.invalid',
      message: 'main listener nowhere.invalid:0: getaddrinfo',
    },
  ])('refuses $name in one line', async ({ address, message }) => {
    const failed = listen(server(), 'main', { address, port: 0 });
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.not.toThrow('\n');
  });
});
