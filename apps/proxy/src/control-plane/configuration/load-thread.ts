/** Entry of the thread that loads a configuration; see load-in-thread.ts. Ends after its last answer. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LoadMessage, LoadOrder } from './load-protocol.ts';
import { loadSlices } from './load-slices.ts';

if (parentPort === null) throw new Error('not to be run but as a thread');
const port = parentPort;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- load-in-thread.ts starts this with nothing else
const { file } = workerData as LoadOrder;
const slices = loadSlices(file, process.env);

async function answer(): Promise<void> {
  const next = await slices.next();
  const message: LoadMessage = next.done === true ? { kind: 'end' } : next.value;
  port.postMessage(message);
  if (next.done === true) port.close();
}

// A defect in it ends the thread, which says so to who started it.
port.on('message', () => void answer());
