import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LookUp } from './look-up.ts';
import { discovering } from './testing/discovering.ts';
import type { Discovering } from './testing/discovering.ts';

interface Listed {
  readonly found: Discovering;
  readonly file: string;
  /** Moves time on until what was written has been seen: a change is looked at again before it counts. */
  readonly until: <Value>(look: () => Value, expected: Value) => Promise<void>;
}

async function listed(content: string | null, lookUp?: LookUp): Promise<Listed> {
  const folder = await mkdtemp(join(tmpdir(), 'hostler-endpoints-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'shop.yaml');
  if (content !== null) await writeFile(file, content);
  const discovery = { type: 'file', path: file } as const;
  const found = discovering({ discovery }, lookUp === undefined ? {} : { lookUp });
  return {
    found,
    file,
    async until(look, expected) {
      await expect
        .poll(() => {
          found.clock.advance(20);
          return look();
        })
        .toEqual(expected);
    },
  };
}

const one = '- { address: 10.0.0.1, port: 80 }\n';

describe('an endpoint file', () => {
  it('is read with all that an entry of hosts has', async () => {
    const { found } = await listed(
      '- { address: 10.0.0.1, port: 80, weight: 3 }\n- { address: "::1", port: 81, backup: true }',
    );
    expect(await found.list(1)).toEqual(['10.0.0.1:80 *3', '[::1]:81 backup']);
    await expect.poll(() => found.ready).toBe(true);
    expect(found.source.status).toEqual({
      type: 'file',
      state: 'ok',
      lastError: null,
      lastAnswerAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it('is read as JSON, too', async () => {
    const { found } = await listed('{"endpoints": [{"address": "10.0.0.1", "port": 80}]}');
    expect(await found.list(1)).toEqual(['10.0.0.1:80']);
  });

  it('is read again when it is written or replaced', async () => {
    const { found, file, until } = await listed(one);
    await found.list(1);
    await writeFile(file, '- { address: 10.0.0.2, port: 80 }');
    await until(() => found.told.at(-1), ['10.0.0.2:80']);
    await writeFile(`${file}.tmp`, '[]');
    await rename(`${file}.tmp`, file);
    await until(() => found.told.at(-1), []);
    expect(found.told).toEqual([['10.0.0.1:80'], ['10.0.0.2:80'], []]);
  });

  it('tells nothing when only its comments change', async () => {
    const { found, file, until } = await listed(one);
    await found.list(1);
    await writeFile(file, `# two of them were too many\n${one}`);
    await until(() => Number(found.source.status.lastAnswerAt !== '2026-01-01T00:00:00.000Z'), 1);
    expect(found.told.length).toBe(1);
  });

  it('may have names, which are looked up as those of hosts', async () => {
    const { found, file, until } = await listed('- { address: api, port: 80 }', async () => [
      '10.0.0.1',
      '10.0.0.2',
    ]);
    expect(await found.list(2)).toEqual(['10.0.0.1:80 as api:80', '10.0.0.2:80 as api:80']);
    expect(found.told[0]).toEqual(['api:80']);
    await writeFile(file, one);
    await until(() => found.told.at(-1), ['10.0.0.1:80']);
  });
});

describe('the last good list stays', () => {
  it('while the file has mistakes, each of which is logged once with what to type', async () => {
    const { found, file, until } = await listed(one);
    await found.list(1);
    await writeFile(file, '- { address: 10.0.0.1, port: 80800 }');
    const mistake =
      `${file}:1:30 [0].port: got 80800, expected a port from 1 to 65535. ` +
      'Fix: use the port that the instance listens on, from 1 to 65535';
    await until(() => found.source.status.lastError, mistake);
    expect(found.source.status.state).toBe('stale');
    found.clock.advance(20_000);
    await writeFile(file, one);
    await until(() => found.source.status.state, 'ok');
    expect(found.told).toEqual([['10.0.0.1:80']]);
    expect(found.logged).toEqual([
      `warn: endpoints could not be looked up: the last known ones stay: ${mistake}`,
      'info: endpoints are looked up again',
    ]);
  });

  it('while the file is gone', async () => {
    const { found, file, until } = await listed(one);
    await found.list(1);
    await rm(file);
    await until(
      () => found.source.status.lastError,
      `${file}: there is no such file. Fix: create it with a list of endpoints, or correct discovery.path`,
    );
    await writeFile(file, '- { address: 10.0.0.2, port: 80 }');
    await until(() => found.told.at(-1), ['10.0.0.2:80']);
    expect(found.source.status).toMatchObject({ state: 'ok', lastError: null });
  });
});

it('has nothing to tell before there is a file, and does not keep the start waiting', async () => {
  const { found, file, until } = await listed(null);
  await until(() => found.ready, true);
  expect(found.told).toEqual([]);
  expect(found.source.status).toMatchObject({ state: 'stale', lastAnswerAt: null });
  await writeFile(file, one);
  await until(() => found.told.at(-1), ['10.0.0.1:80']);
});
