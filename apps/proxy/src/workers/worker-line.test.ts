import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { Message } from './protocol.ts';
import { ScriptedWorker } from './testing/scripted-worker.ts';
import { WorkerLine } from './worker-line.ts';

/** A line to worker 7, and what came of what it said. */
function scene() {
  const heard: unknown[] = [];
  const log: unknown[] = [];
  const worker = new ScriptedWorker(7);
  const line = new WorkerLine(worker, {
    onAccepted: (id) => heard.push(['accepted', id]),
    onReport: (id, report) => heard.push(['report', id, report]),
    onLeaving: (id) => heard.push(['leaving', id]),
    clock: new FakeClock(),
    logger: pino(
      { base: null, timestamp: false, formatters: { level: (level) => ({ level }) } },
      { write: (text: string) => log.push(JSON.parse(text)) },
    ),
  });
  return { line, worker, heard, log };
}

it('passes on what the worker says', async () => {
  const { line, worker, heard, log } = scene();
  const report = { services: [] };
  worker.onMessage({ kind: 'ready' });
  worker.onMessage({ kind: 'accepted', id: 3 });
  worker.onMessage({ kind: 'report', report });
  expect(line.isLeaving).toBe(false);
  worker.onMessage({ kind: 'leaving' });
  await line.ready;
  expect(heard).toEqual([
    ['accepted', 3],
    ['report', 7, report],
    ['leaving', 7],
  ]);
  expect(line.isLeaving).toBe(true);
  expect(log).toEqual([]);
});

it.each([
  {
    name: 'what nobody understands',
    message: { kind: 'sing', song: 'la' },
    msg: 'a worker says what nobody understands',
  },
  { name: 'an answer to nothing', message: { kind: 'next' }, msg: 'a worker answers what nobody asked' },
])('logs $name', ({ message, msg }) => {
  const { worker, heard, log } = scene();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the line does not know that it is none
  worker.onMessage(message as Message);
  expect(heard).toEqual([]);
  expect(log).toEqual([{ level: 'error', worker: 7, message, msg }]);
});
