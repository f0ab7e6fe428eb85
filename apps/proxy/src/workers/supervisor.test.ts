import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { turns } from '../data-plane/forwarding/upstream-client/testing/turns.ts';
import { Supervisor } from './supervisor.ts';
import { ScriptedWorker } from './testing/scripted-worker.ts';

/** A supervisor of scripted workers, which serve when the test says so. */
function scene(count: number) {
  const clock = new FakeClock();
  const workers: ScriptedWorker[] = [];
  const serve = new Map<number, PromiseWithResolvers<void>>();
  const log: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a log line is one JSON object
    log.push(JSON.parse(line) as Record<string, unknown>);
  };
  const gone: number[] = [];
  const supervisor = new Supervisor({
    count,
    fork: () => {
      const worker = new ScriptedWorker(workers.length + 1);
      workers.push(worker);
      return worker;
    },
    bringUp: ({ id }) => {
      const serving = Promise.withResolvers<void>();
      serve.set(id, serving);
      return serving.promise;
    },
    onGone: ({ id }) => gone.push(id),
    clock,
    logger: pino({ base: null, timestamp: false, formatters: { level: (level) => ({ level }) } }, { write }),
  });
  const worker = (id: number): ScriptedWorker => {
    const found = workers[id - 1];
    if (found === undefined) throw new Error(`there is no worker ${id}`);
    return found;
  };
  const serves = async (id: number): Promise<void> => {
    serve.get(id)?.resolve();
    await turns(1);
  };
  const cannotServe = async (id: number, error: Error): Promise<void> => {
    serve.get(id)?.reject(error);
    await turns(1);
  };
  return { supervisor, clock, workers, worker, serves, cannotServe, log, gone };
}

/** The same, with all of them serving. */
async function started(count: number) {
  const all = scene(count);
  const start = all.supervisor.start();
  for (let id = 1; id <= count; id++) await all.serves(id);
  await start;
  all.log.length = 0;
  return all;
}

describe('the first workers', () => {
  it('have started when all of them serve', async () => {
    const { supervisor, serves, log } = scene(2);
    let isStarted = false;
    const start = supervisor.start().then(() => (isStarted = true));
    expect(supervisor.isServing).toBe(false);
    await serves(2);
    expect([supervisor.isServing, isStarted]).toEqual([true, false]);
    await serves(1);
    await start;
    expect(log).toEqual([
      { level: 'info', worker: 2, pid: 1_002, msg: 'a worker serves' },
      { level: 'info', worker: 1, pid: 1_001, msg: 'a worker serves' },
    ]);
  });

  it.each([
    { name: 'an exit code', code: 1, signal: null, words: 'exit code 1' },
    { name: 'a signal', code: null, signal: 'SIGKILL', words: 'SIGKILL' },
    { name: 'nothing', code: null, signal: null, words: 'it could not be started' },
  ])('have not when one ends before, with $name', async ({ code, signal, words }) => {
    const { supervisor, worker, serves } = scene(2);
    const start = supervisor.start();
    await serves(1);
    worker(2).ends(code, signal);
    await expect(start).rejects.toThrow(`worker 2 ended before it served: ${words}`);
  });

  it('have not when one cannot serve, and that one is ended', async () => {
    const { supervisor, worker, cannotServe } = scene(1);
    const start = supervisor.start();
    await Promise.all([expect(start).rejects.toThrow('no memory'), cannotServe(1, new Error('no memory'))]);
    expect(worker(1).isKilled).toBe(true);
  });
});

describe('a worker that dies', () => {
  it('is replaced at once, and how it ended is logged', async () => {
    const { supervisor, clock, worker, workers, serves, log, gone } = await started(2);
    clock.advance(60_000);
    worker(1).ends(null, 'SIGSEGV');
    expect(gone).toEqual([1]);
    clock.advance(1);
    expect(workers).toHaveLength(3);
    expect(supervisor.isServing).toBe(true);
    await serves(3);
    expect(log).toEqual([
      {
        level: 'error',
        worker: 1,
        pid: 1_001,
        code: null,
        signal: 'SIGSEGV',
        livedMs: 60_000,
        restartInMs: 0,
        msg: 'a worker has ended',
      },
      { level: 'info', worker: 3, pid: 1_003, msg: 'a worker serves' },
    ]);
  });

  it('again and again is replaced more and more slowly', async () => {
    const { clock, workers, log } = await started(1);
    for (const delayMs of [0, 1_000, 2_000, 4_000]) {
      const before = workers.length;
      workers.at(-1)?.ends(1);
      // Node's timers take a millisecond at least.
      clock.advance(Math.max(0, delayMs - 1));
      expect(workers).toHaveLength(before);
      clock.advance(1);
      expect(workers).toHaveLength(before + 1);
    }
    expect(log.map((line) => line['restartInMs'])).toEqual([0, 1_000, 2_000, 4_000]);
  });

  it('does not make the others wait for their replacements', async () => {
    const { clock, worker, workers } = await started(2);
    worker(1).ends(1);
    clock.advance(1);
    worker(3).ends(1);
    worker(2).ends(1);
    clock.advance(1);
    expect(workers.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('leaves nobody who serves when it was the last', async () => {
    const { supervisor, clock, worker, serves } = await started(1);
    worker(1).ends(1);
    clock.advance(1);
    expect(supervisor.isServing).toBe(false);
    await serves(2);
    expect(supervisor.isServing).toBe(true);
  });
});

describe('a replacement that cannot serve', () => {
  it('is ended, and so replaced in its turn', async () => {
    const { clock, worker, workers, cannotServe, log } = await started(1);
    worker(1).ends(1);
    clock.advance(1);
    await cannotServe(2, new Error('no memory'));
    expect(worker(2).isKilled).toBe(true);
    expect(log.at(-1)).toMatchObject({ level: 'error', msg: 'a worker cannot be brought up' });
    worker(2).ends(null, 'SIGKILL');
    clock.advance(1_000);
    expect(workers).toHaveLength(3);
  });
});

describe('a worker that leaves', () => {
  it('is replaced while it finishes what it has', async () => {
    const { supervisor, clock, worker, workers, log } = await started(1);
    supervisor.leaving(1);
    expect(supervisor.isServing).toBe(false);
    clock.advance(1);
    expect(workers).toHaveLength(2);
    worker(1).ends(1);
    clock.advance(60_000);
    expect(workers).toHaveLength(2);
    expect(log).toMatchObject([
      { level: 'warn', worker: 1, msg: 'a worker is leaving, and is replaced' },
      { level: 'error', worker: 1, code: 1, msg: 'a worker has ended' },
    ]);
    expect(log[1]).not.toHaveProperty('restartInMs');
  });
});

describe('after a stop', () => {
  it('nobody is replaced', async () => {
    const { supervisor, clock, worker, workers } = await started(2);
    worker(1).ends(1);
    supervisor.stop();
    worker(2).ends(0);
    clock.advance(60_000);
    expect(workers).toHaveLength(2);
  });

  it('who does not serve yet is ended, and who serves is not', async () => {
    const { supervisor, clock, worker } = await started(2);
    worker(1).ends(1);
    clock.advance(1);
    supervisor.stop();
    expect([worker(2).isKilled, worker(3).isKilled]).toEqual([false, true]);
  });

  it('all have ended when the last one has', async () => {
    const { supervisor, worker } = await started(2);
    supervisor.stop();
    let isOver = false;
    const over = supervisor.ended().then(() => (isOver = true));
    worker(1).ends(0);
    await turns(1);
    expect(isOver).toBe(false);
    worker(2).ends(0);
    await over;
    expect(supervisor.workers).toEqual([]);
    await supervisor.ended();
  });
});
