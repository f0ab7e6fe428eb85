import { createServer } from 'node:net';
import { workerData } from 'node:worker_threads';
import { portOf } from './listen.ts';

// Runs as a worker of `hangingPort`: listens, tells the port through shared memory, and then blocks its thread,
// so that nothing is ever accepted.
const shared: unknown = workerData;
if (!(shared instanceof SharedArrayBuffer)) throw new TypeError('expected memory to write the port to');
const cell = new Int32Array(shared);
const server = createServer();
server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  const port = portOf(server);
  Atomics.store(cell, 0, port);
  Atomics.notify(cell, 0);
  Atomics.wait(cell, 0, port);
});
