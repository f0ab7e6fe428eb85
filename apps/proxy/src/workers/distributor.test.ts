import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { Distributor } from './distributor.ts';
import { ScriptedWorker } from './testing/scripted-worker.ts';

/** A distributor that listens, and a way to connect to it. */
async function scene() {
  const distributor = new Distributor(pino({ enabled: false }));
  const at = await distributor.listen({ address: '127.0.0.1', port: 0 });
  const clients: Socket[] = [];
  onTestFinished(() => {
    distributor.close();
    for (const client of clients) client.destroy();
  });
  /** Connects clients, one after the other. */
  const come = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const client = connect(at.port, at.address);
      client.on('error', () => {});
      clients.push(client);
      await once(client, 'connect');
    }
  };
  return { distributor, come, clients };
}

function connectionsOf(worker: ScriptedWorker): number[] {
  return worker.orders.flatMap((order) => (order.kind === 'connection' ? [order.id] : []));
}

it('deals connections out in turn', async () => {
  const { distributor, come } = await scene();
  const workers = [new ScriptedWorker(1), new ScriptedWorker(2), new ScriptedWorker(3)];
  for (const worker of workers) {
    worker.send = (order, socket) => {
      ScriptedWorker.prototype.send.call(worker, order, socket);
      if (order.kind === 'connection') queueMicrotask(() => distributor.accepted(order.id));
    };
    distributor.add(worker);
  }
  await come(9);
  await eventually(() => workers.flatMap(connectionsOf).length === 9);
  expect(workers.map(connectionsOf)).toEqual([
    [1, 4, 7],
    [2, 5, 8],
    [3, 6, 9],
  ]);
});

it('gives nothing more to a worker that has not taken the last one', async () => {
  const { distributor, come } = await scene();
  const [slow, quick] = [new ScriptedWorker(1), new ScriptedWorker(2)];
  distributor.add(slow);
  distributor.add(quick);
  await come(2);
  await eventually(() => connectionsOf(quick).length === 1);
  distributor.accepted(2);
  await come(1);
  await eventually(() => connectionsOf(quick).length === 2);
  expect(connectionsOf(slow)).toEqual([1]);
});

it('keeps who connects while there is no worker', async () => {
  const { distributor, come } = await scene();
  await come(1);
  const worker = new ScriptedWorker(1);
  distributor.add(worker);
  await eventually(() => connectionsOf(worker).length === 1);
  expect(worker.sockets[0]?.destroyed).toBe(false);
});

it('gives what a dead worker has not taken to another one, first', async () => {
  const { distributor, come } = await scene();
  const [dead, other] = [new ScriptedWorker(1), new ScriptedWorker(2)];
  distributor.add(dead);
  await come(2);
  await eventually(() => connectionsOf(dead).length === 1);
  distributor.gone(1);
  distributor.add(other);
  await eventually(() => connectionsOf(other).length === 1);
  expect(other.sockets).toEqual(dead.sockets);
  distributor.accepted(connectionsOf(other)[0] ?? 0);
  await eventually(() => connectionsOf(other).length === 2);
});

it('lets go of a connection once a worker has it', async () => {
  const { distributor, come, clients } = await scene();
  const worker = new ScriptedWorker(1);
  distributor.add(worker);
  await come(1);
  await eventually(() => connectionsOf(worker).length === 1);
  const [socket] = worker.sockets;
  expect(socket?.destroyed).toBe(false);
  distributor.accepted(1);
  expect(socket?.destroyed).toBe(true);
  // Here nobody else holds it.
  await once(clients[0] ?? socket ?? process, 'close');
});

it('gives nothing to a worker that leaves, even when it has taken what was on its way', async () => {
  const { distributor, come } = await scene();
  const worker = new ScriptedWorker(1);
  distributor.add(worker);
  await come(2);
  await eventually(() => connectionsOf(worker).length === 1);
  distributor.remove(1);
  distributor.accepted(1);
  const other = new ScriptedWorker(2);
  distributor.add(other);
  await eventually(() => connectionsOf(other).length === 1);
  expect(connectionsOf(worker)).toEqual([1]);
});

it('deals out what waits when it is closed, and takes nothing more', async () => {
  const { distributor, come, clients } = await scene();
  const worker = new ScriptedWorker(1);
  distributor.add(worker);
  await come(3);
  await eventually(() => connectionsOf(worker).length === 1);
  distributor.close();
  await eventually(() => connectionsOf(worker).length === 3);
  const late = connect({ port: clients[0]?.remotePort ?? 0, host: '127.0.0.1' });
  expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
});

it('closes what waits when it is closed and there is no worker', async () => {
  const { distributor, come, clients } = await scene();
  await come(2);
  distributor.close();
  await Promise.all(clients.map((client) => once(client.resume(), 'close')));
  expect(clients.map(({ bytesRead }) => bytesRead)).toEqual([0, 0]);
});
