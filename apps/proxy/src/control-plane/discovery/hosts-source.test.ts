import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createSource } from './create-source.ts';
import type { LookUp } from './look-up.ts';
import { discovering } from './testing/discovering.ts';
import type { Discovering } from './testing/discovering.ts';

/** An entry of `hosts`. */
function entry(address: string, settings: { weight?: number; backup?: boolean; port?: number } = {}) {
  return { address, port: 80, weight: 1, backup: false, ...settings };
}

/** Answers that a test changes while it goes; an error is thrown. */
type Answers = Record<string, readonly string[] | Error>;

function failure(code: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code}`), { code });
}

function discover(
  hosts: readonly ReturnType<typeof entry>[],
  answers: Answers,
): { found: Discovering; asked: string[] } {
  const asked: string[] = [];
  const lookUp: LookUp = async (name) => {
    asked.push(name);
    const answer = answers[name] ?? failure('ENOTFOUND');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { found: discovering({ hosts }, { lookUp }), asked };
}

describe('a name', () => {
  it('is an endpoint by itself until its first answer, then all its addresses are', async () => {
    const { found } = discover([entry('api', { weight: 3, backup: true })], {
      api: ['10.0.0.2', '::1', '10.0.0.1'],
    });
    expect(found.told).toEqual([['api:80 *3 backup']]);
    expect(await found.list(2)).toEqual([
      '10.0.0.1:80 *3 backup as api:80',
      '10.0.0.2:80 *3 backup as api:80',
      '[::1]:80 *3 backup as api:80',
    ]);
    await expect.poll(() => found.ready).toBe(true);
    expect(found.source.status).toEqual({
      type: 'hosts',
      state: 'ok',
      lastError: null,
      lastAnswerAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it('is looked up again every five seconds, and told when the answer differs', async () => {
    const answers: Answers = { api: ['10.0.0.1', '10.0.0.2'] };
    const { found, asked } = discover([entry('api')], answers);
    await found.list(2);
    answers['api'] = ['10.0.0.2', '10.0.0.1'];
    found.clock.advance(4_999);
    expect(asked.length).toBe(1);
    found.clock.advance(1);
    expect(asked.length).toBe(2);
    await expect.poll(() => found.clock.pending).toBe(1);
    expect(found.told.length).toBe(2);
    answers['api'] = ['10.0.0.3'];
    found.clock.advance(5_000);
    expect(await found.list(3)).toEqual(['10.0.0.3:80 as api:80']);
  });

  it('keeps its last answer while the system has none', async () => {
    const answers: Answers = { api: ['10.0.0.1'] };
    const { found } = discover([entry('api')], answers);
    await found.list(2);
    answers['api'] = failure('EAI_AGAIN');
    found.clock.advance(5_000);
    await expect
      .poll(() => found.source.status)
      .toEqual({
        type: 'hosts',
        state: 'stale',
        lastError: 'api: no name server answered',
        lastAnswerAt: '2026-01-01T00:00:00.000Z',
      });
    answers['api'] = ['10.0.0.1'];
    found.clock.advance(5_000);
    await expect.poll(() => found.source.status).toMatchObject({ state: 'ok', lastError: null });
    expect(found.told.length).toBe(2);
    expect(found.logged).toEqual([
      'warn: endpoints could not be looked up: the last known ones stay: api: no name server answered',
      'info: endpoints are looked up again',
    ]);
  });

  it('stays an endpoint by itself when there is no answer at all, and nobody waits for one', async () => {
    const { found } = discover([entry('api')], {});
    await expect.poll(() => found.ready).toBe(true);
    expect(found.told).toEqual([['api:80']]);
    expect(found.source.status).toEqual({
      type: 'hosts',
      state: 'stale',
      lastError: 'api: there is no such name',
      lastAnswerAt: null,
    });
  });

  it('with a final dot is looked up as it is, and sent without it', async () => {
    const { found, asked } = discover([entry('api.test.')], { 'api.test.': ['10.0.0.1'] });
    expect(await found.list(2)).toEqual(['10.0.0.1:80 as api.test:80']);
    expect(asked).toEqual(['api.test.']);
  });

  it('that the system takes long over does not hold up the start for more than two seconds', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly string[]>();
    const found = discovering({ hosts: [entry('api')] }, { lookUp: () => promise });
    found.clock.advance(1_999);
    await Promise.resolve();
    expect(found.ready).toBe(false);
    found.clock.advance(1);
    await expect.poll(() => found.ready).toBe(true);
    // Nor is the system asked again before it has said something.
    expect(found.clock.pending).toBe(0);
    resolve(['10.0.0.1']);
    expect(await found.list(2)).toEqual(['10.0.0.1:80 as api:80']);
  });
});

describe('several entries', () => {
  it('keep their order, addresses among them as they are', async () => {
    const { found } = discover([entry('10.0.0.9'), entry('api'), entry('::1', { weight: 2 })], {
      api: ['10.0.0.1', '10.0.0.2'],
    });
    expect(found.told[0]).toEqual(['10.0.0.9:80', 'api:80', '[::1]:80 *2']);
    expect(await found.list(2)).toEqual([
      '10.0.0.9:80',
      '10.0.0.1:80 as api:80',
      '10.0.0.2:80 as api:80',
      '[::1]:80 *2',
    ]);
  });

  it('with one name ask for it once', async () => {
    const { found, asked } = discover([entry('api', { port: 81 }), entry('api', { port: 82 })], {
      api: ['10.0.0.1'],
    });
    expect(await found.list(2)).toEqual(['10.0.0.1:81 as api:81', '10.0.0.1:82 as api:82']);
    expect(asked).toEqual(['api']);
  });

  it('with names that fail do not keep the others from theirs', async () => {
    const { found } = discover([entry('gone'), entry('api')], { api: ['10.0.0.1'] });
    await expect.poll(() => found.ready).toBe(true);
    expect(found.told.at(-1)).toEqual(['gone:80', '10.0.0.1:80 as api:80']);
    expect(found.source.status).toMatchObject({ state: 'stale', lastError: 'gone: there is no such name' });
  });
});

it('looks localhost up as the system does, without being told how', async () => {
  const found = discovering({ hosts: [entry('localhost')] });
  const list = await found.list(2);
  expect(list).toContain('127.0.0.1:80 as localhost:80');
  expect(list.filter((endpoint) => !/^(127\.0\.0\.1|\[::1\]):80 as localhost:80$/.test(endpoint))).toEqual(
    [],
  );
});

it('is not there for addresses, which never change by themselves', () => {
  const parts = { clock: new FakeClock(), logger: pino({ enabled: false }), random: Math.random };
  const hosts = [entry('10.0.0.1'), entry('::1')];
  expect(createSource({ name: 'shop', hosts, discovery: null }, parts)).toBe(null);
});

it('tells nothing after close, not even an answer that was on its way', async () => {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const found = discovering({ hosts: [entry('api')] }, { lookUp: () => promise });
  found.source.close();
  resolve(['10.0.0.1']);
  await found.source.ready;
  await promise;
  expect(found.told).toEqual([['api:80']]);
  expect(found.clock.pending).toBe(0);
});
