import { connect } from 'node:net';
import { once } from 'node:events';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createAdminServer } from './admin-server.ts';
import type { AdminServer } from './admin-server.ts';
import { adminParts } from './testing/admin-parts.ts';

const open: AdminServer[] = [];

afterEach(async () => {
  for (const admin of open.splice(0)) await admin.close();
});

const anyPort = { address: '127.0.0.1', port: 0 };

interface Scene {
  readonly admin: AdminServer;
  readonly lines: readonly string[];
  /** As the log says it; 0 before it does. */
  readonly port: () => number;
}

function scene(): Scene {
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(line) });
  const admin = createAdminServer(adminParts({ logger }));
  open.push(admin);
  return {
    admin,
    lines,
    port: () => Number(/"port":(\d+)/.exec(lines.at(-1) ?? '')?.[1] ?? 0),
  };
}

describe('the admin listener', () => {
  it('says where it listens, once, however often it is opened', async () => {
    const one = scene();
    await Promise.all([one.admin.open(anyPort), one.admin.open(anyPort)]);
    expect(one.lines).toHaveLength(1);
    expect(JSON.parse(one.lines[0] ?? '')).toMatchObject({
      listener: 'admin',
      address: '127.0.0.1',
      msg: 'listening',
    });
  });

  it('can be opened again after its port was in use', async () => {
    const first = scene();
    await first.admin.open(anyPort);
    const port = first.port();
    const second = scene();
    await expect(second.admin.open({ address: '127.0.0.1', port })).rejects.toThrow('the port is in use');
    await first.admin.close();
    await second.admin.open({ address: '127.0.0.1', port });
    expect(second.port()).toBe(port);
  });

  it('closes with a connection that never says anything, before it is open, and twice', async () => {
    const one = scene();
    const opening = one.admin.open(anyPort);
    await one.admin.close();
    await opening;
    const never = scene();
    await never.admin.close();
    const silent = scene();
    await silent.admin.open(anyPort);
    const socket = connect(silent.port(), '127.0.0.1');
    await once(socket, 'connect');
    await silent.admin.close();
    await silent.admin.close();
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });
});
