import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@hostler/test-kit';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../clock.ts';
import { watchFile } from './watch-file.ts';
import type { WatchFileOptions, WatchedFile } from './watch-file.ts';
import type { WatchDirectory } from './watched-directories.ts';

/** Longer than any test: what a test sees then came by an event. */
const neverMs = 600_000;

/** A system that has no events to send. */
const noEvents: WatchDirectory = () => {
  throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
};

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'hostler-watch-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

interface Watching extends WatchedFile {
  /** Contents in the order told; codes of the system in brackets. */
  readonly told: string[];
}

function watching(file: string, options: Partial<WatchFileOptions> = {}): Watching {
  const told: string[] = [];
  const watched = watchFile(file, {
    clock: systemClock,
    pollMs: neverMs,
    onChange: (content) => {
      told.push(content.ok ? content.bytes.toString() : `(${content.code})`);
    },
    ...options,
  });
  onTestFinished(() => watched.close());
  return { told, close: () => watched.close() };
}

/** Moves the clock on a little, for the looks that only time brings. */
function advanced(clock: FakeClock, told: readonly string[]): readonly string[] {
  clock.advance(20);
  return told;
}

/** As the kubelet mounts a ConfigMap: config.yaml -> ..data/config.yaml, ..data -> a folder for each version. */
async function mountedVolume(
  content: string,
): Promise<{ file: string; swap(content: string): Promise<void> }> {
  const root = await folder();
  let version = 0;
  const write = async (text: string): Promise<string> => {
    const name = `..2026_${version++}`;
    await mkdir(join(root, name));
    await writeFile(join(root, name, 'config.yaml'), text);
    return name;
  };
  let current = await write(content);
  await symlink(current, join(root, '..data'));
  await symlink('..data/config.yaml', join(root, 'config.yaml'));
  return {
    file: join(root, 'config.yaml'),
    async swap(text) {
      const next = await write(text);
      await symlink(next, join(root, '..data_tmp'));
      await rename(join(root, '..data_tmp'), join(root, '..data'));
      await rm(join(root, current), { recursive: true });
      current = next;
    },
  };
}

it('tells what the file is at first', async () => {
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file);
  await expect.poll(() => told).toEqual(['one']);
});

it('does not tell what the caller has read already, only what differs from it', async () => {
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'two');
  const same = watching(file, { known: Buffer.from('two') });
  const other = watching(file, { known: Buffer.from('one') });
  await expect.poll(() => other.told).toEqual(['two']);
  expect(same.told).toEqual([]);
});

it('tells what was written in place', async () => {
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file);
  await expect.poll(() => told).toEqual(['one']);
  await writeFile(file, 'two');
  await expect.poll(() => told).toEqual(['one', 'two']);
  await writeFile(file, 'six');
  await expect.poll(() => told).toEqual(['one', 'two', 'six']);
});

it('tells what an editor put in its place by a rename, each time', async () => {
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file);
  await expect.poll(() => told).toEqual(['one']);
  for (const content of ['two', 'three', 'four']) {
    await writeFile(`${file}.tmp`, content);
    await rename(`${file}.tmp`, file);
    await expect.poll(() => told.at(-1)).toBe(content);
  }
  expect(told).toEqual(['one', 'two', 'three', 'four']);
});

it('does not tell of the gap in which an editor has the old file renamed and the new one not written', async () => {
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file);
  await expect.poll(() => told).toEqual(['one']);
  await rename(file, `${file}~`);
  await writeFile(file, 'two');
  await expect.poll(() => told).toEqual(['one', 'two']);
});

it("follows the swap of Kubernetes' ..data link, again and again", async () => {
  const volume = await mountedVolume('one');
  const { told } = watching(volume.file);
  await expect.poll(() => told).toEqual(['one']);
  for (const content of ['two', 'three']) {
    await volume.swap(content);
    await expect.poll(() => told.at(-1)).toBe(content);
  }
  expect(told).toEqual(['one', 'two', 'three']);
});

it('tells what was written to a file in another directory that the path links to', async () => {
  const [here, there] = [await folder(), await folder()];
  await writeFile(join(there, 'real.yaml'), 'one');
  await symlink(join(there, 'real.yaml'), join(here, 'link.yaml'));
  const { told } = watching(join(here, 'link.yaml'));
  await expect.poll(() => told).toEqual(['one']);
  await writeFile(join(there, 'real.yaml'), 'two');
  await expect.poll(() => told).toEqual(['one', 'two']);
});

it('tells that the file is gone, and that it is back', async () => {
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file);
  await expect.poll(() => told).toEqual(['one']);
  await rm(file);
  await expect.poll(() => told).toEqual(['one', '(ENOENT)']);
  await writeFile(file, 'one');
  await expect.poll(() => told).toEqual(['one', '(ENOENT)', 'one']);
});

it('waits for a file that is not there yet', async () => {
  const file = join(await folder(), 'list.yaml');
  const { told } = watching(file);
  await expect.poll(() => told).toEqual(['(ENOENT)']);
  await writeFile(file, 'one');
  await expect.poll(() => told).toEqual(['(ENOENT)', 'one']);
});

it.each([
  { name: 'a directory', file: tmpdir(), code: 'EISDIR' },
  { name: 'a device', file: '/dev/zero', code: 'EINVAL' },
])('does not read $name', async ({ file, code }) => {
  const { told } = watching(file);
  await expect.poll(() => told).toEqual([`(${code})`]);
});

it('finds a whole directory that was taken away and created again, at the next poll at the latest', async () => {
  const directory = join(await folder(), 'conf');
  const file = join(directory, 'list.yaml');
  await mkdir(directory);
  await writeFile(file, 'one');
  const { told } = watching(file, { pollMs: 100 });
  await expect.poll(() => told).toEqual(['one']);
  await rm(directory, { recursive: true });
  await expect.poll(() => told).toEqual(['one', '(ENOENT)']);
  await mkdir(directory);
  await writeFile(file, 'two');
  await expect.poll(() => told).toEqual(['one', '(ENOENT)', 'two']);
  await writeFile(file, 'six');
  await expect.poll(() => told.at(-1)).toBe('six');
});

it('says nothing of a file that was touched, or of what happens beside it', async () => {
  const directory = await folder();
  const file = join(directory, 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file);
  await expect.poll(() => told).toEqual(['one']);
  await writeFile(file, 'one');
  await writeFile(join(directory, 'other.yaml'), 'other');
  await writeFile(`${file}.tmp`, 'one');
  await rename(`${file}.tmp`, file);
  await writeFile(file, 'two');
  await expect.poll(() => told).toEqual(['one', 'two']);
});

it('polls where the system sends no events', async () => {
  const clock = new FakeClock();
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file, { clock, pollMs: 5_000, watchDirectory: noEvents });
  await expect.poll(() => told).toEqual(['one']);
  await writeFile(`${file}.tmp`, 'two');
  await rename(`${file}.tmp`, file);
  clock.advance(4_999);
  expect(told).toEqual(['one']);
  clock.advance(1);
  // The look at the poll, and the one that confirms it.
  await expect.poll(() => advanced(clock, told)).toEqual(['one', 'two']);
});

it('announces half a file only when nobody goes on writing it', async () => {
  const clock = new FakeClock();
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const { told } = watching(file, { clock, pollMs: 5_000, watchDirectory: noEvents });
  await expect.poll(() => told).toEqual(['one']);
  await writeFile(file, 'ha');
  clock.advance(5_000);
  await expect.poll(() => clock.pending).toBe(1);
  await writeFile(file, 'half of it, and the rest');
  await expect.poll(() => advanced(clock, told)).toEqual(['one', 'half of it, and the rest']);
});

it('leaves nothing running and tells nothing after close', async () => {
  const clock = new FakeClock();
  const file = join(await folder(), 'list.yaml');
  await writeFile(file, 'one');
  const open = new Set<string>();
  const watchDirectory: WatchDirectory = (directory) => {
    open.add(directory);
    return { close: () => open.delete(directory) };
  };
  const watched = watching(file, { clock, watchDirectory });
  await expect.poll(() => watched.told).toEqual(['one']);
  expect([open.size, clock.pending]).toEqual([1, 1]);
  watched.close();
  watched.close();
  expect([open.size, clock.pending]).toEqual([0, 0]);

  const early = watching(file, { clock, watchDirectory });
  early.close();
  await writeFile(file, 'two');
  const later = watching(file, { clock, watchDirectory });
  await expect.poll(() => later.told).toEqual(['two']);
  expect(early.told).toEqual([]);
  expect(open.size).toBe(1);
});
