import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { peakMemoryGrowth } from '../stack/peak-memory.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { pattern, patternSha256 } from '../traffic/pattern.ts';
import { open, send } from '../traffic/send.ts';

const MIB = 1024 * 1024;
const LARGE = 100 * MIB;
const SMALL = 16 * MIB;
const HOST = 'files.test';
/** Room for the buffers of one transfer and for garbage; a proxy that keeps bodies needs 84 MiB more than for small ones. */
const FLAT = 48 * MIB;

describeContainers('large and slow bodies', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ files: { instances: 1, settings: { domain: HOST } } });
    // A fresh process lets its heap grow to some level before it collects its garbage. Small bodies bring it there,
    // and a proxy that keeps whole bodies would still stand out when the large ones come.
    for (let n = 0; n < 6; n += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time, as the bodies that are measured
      await download(SMALL);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await upload(SMALL);
    }
    return () => stack.remove();
  });

  /** Downloads a body of that size; `pause` is awaited after each piece. Resolves with the SHA-256 of what came. */
  async function download(size: number, pause?: (bytes: number) => Promise<void>): Promise<string> {
    const { body } = await open(stack.proxy.origin, HOST, `/?size=${size}`);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      hash.update(piece);
      bytes += piece.length;
      if (pause !== undefined) await pause(bytes);
    }
    return hash.digest('hex');
  }

  /** Uploads a body of that size, its length not told. Resolves with what the instance says that it got. */
  async function upload(size: number, onTaken?: (bytes: number) => void): Promise<unknown> {
    const pieces = function* (): Generator<Buffer> {
      let bytes = 0;
      for (const piece of pattern(size)) {
        yield piece;
        bytes += piece.length;
        onTaken?.(bytes);
      }
    };
    const { body } = await open(stack.proxy.origin, HOST, '/', {
      method: 'POST',
      body: Readable.from(pieces()),
    });
    const echo: unknown = await body.json();
    return typeof echo === 'object' && echo !== null && 'body' in echo ? echo.body : echo;
  }

  it('downloads 100 MiB unchanged with flat memory', async () => {
    const growth = await peakMemoryGrowth(stack.proxy, async () => {
      expect(await download(LARGE)).toBe(patternSha256(LARGE));
    });
    expect(growth).toBeLessThan(FLAT);
  });

  it('uploads 100 MiB unchanged with flat memory', async () => {
    const growth = await peakMemoryGrowth(stack.proxy, async () => {
      expect(await upload(LARGE)).toMatchObject({ size: LARGE, sha256: patternSha256(LARGE) });
    });
    expect(growth).toBeLessThan(FLAT);
  });

  it('holds the instance back while the client does not read', async () => {
    const growth = await peakMemoryGrowth(stack.proxy, async () => {
      let held = false;
      const sha256 = await download(LARGE, async (bytes) => {
        if (held || bytes < 10 * MIB) return;
        held = true;
        // Another request is served while this one stands still, and takes its time doing it.
        expect((await send(stack.proxy.origin, HOST, '/?delay=2s')).status).toBe(200);
      });
      expect(sha256).toBe(patternSha256(LARGE));
    });
    expect(growth).toBeLessThan(FLAT);
  });

  it('holds the client back while the instance does not read', async () => {
    const { engine } = stack.instance('files-1');
    const growth = await peakMemoryGrowth(stack.proxy, async () => {
      await engine.pause();
      let sent = 0;
      const uploading = upload(LARGE, (bytes) => {
        sent = bytes;
      });
      await stalled(() => sent);
      expect(sent).toBeGreaterThan(0);
      expect(sent).toBeLessThan(LARGE);
      await engine.unpause();
      expect(await uploading).toMatchObject({ size: LARGE, sha256: patternSha256(LARGE) });
    });
    expect(growth).toBeLessThan(FLAT);
  });

  it('passes a slow download on piece by piece', async () => {
    const { body } = await open(stack.proxy.origin, HOST, '/?size=2000&drip=2s');
    const sizes: number[] = [];
    for await (const piece of body as AsyncIterable<Buffer>) sizes.push(piece.length);
    // 20 drips of 100 bytes; a piece may be two of them on a busy machine, but never the whole.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2_000);
    expect(sizes.length).toBeGreaterThan(10);
  });

  it('cuts the client off when the instance breaks off in the middle of a body', async () => {
    const { body, statusCode } = await open(stack.proxy.origin, HOST, '/?size=1MiB&reset=middle');
    expect(statusCode).toBe(200);
    await expect(body.bytes()).rejects.toThrow(/other side closed|terminated|ECONNRESET|socket/);
  });
});

/** Resolves when the value has not changed for a second: everything between here and the instance is full. */
async function stalled(value: () => number): Promise<void> {
  for (let before = -1; before !== value();) {
    before = value();
    // oxlint-disable-next-line no-await-in-loop -- nothing happens at the moment that we wait for
    await wait(1_000);
  }
}
