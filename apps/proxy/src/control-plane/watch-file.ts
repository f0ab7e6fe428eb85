import { readFile, stat } from 'node:fs/promises';
import type { Clock, Timer } from '../clock.ts';
import { FileDirectories } from './watched-directories.ts';
import type { WatchDirectory } from './watched-directories.ts';

/** From an event to a look, and from a look to the one that confirms it. Editors are done by then. @unit ms */
const settleMs = 50;

/** How often to look without an event: some file systems, network ones above all, send none. @unit ms */
const defaultPollMs = 5_000;

/** What a file is. */
export type FileContent =
  | { readonly ok: true; readonly bytes: Buffer }
  /** `code` is the system's, such as `ENOENT` or `EACCES`; `EINVAL` for pipes and devices, which are not read. */
  | { readonly ok: false; readonly code: string };

export interface WatchFileOptions {
  readonly clock: Clock;
  /** Told what the file is now, each time that this is not what it was. */
  readonly onChange: (content: FileContent) => void;
  /** What the caller has read already: only something else is a change. Without it the first look is told, whatever it finds. */
  readonly known?: Buffer;
  /** Looks this often without an event. @unit ms @default 5_000 */
  readonly pollMs?: number;
  /** Watches a directory for anything that happens in it. @default Node's `fs.watch` */
  readonly watchDirectory?: WatchDirectory;
}

export interface WatchedFile {
  /** Ends timers and watches; nothing is told any more. Safe to call more than once. */
  close(): void;
}

/**
 * Tells when the content of a file changes, however that is done: written in place, replaced by a rename, taken away and
 * created again, or reached through links of which one is swapped, as Kubernetes does with `..data`. So what is watched
 * are the directories that lead to the file, never its inode, and what counts is the content: an event alone is nothing.
 *
 * A change is told once two looks in a row agree on it, so that neither half a file nor the gap between two renames is
 * mistaken for one. It takes about 0.1 s; up to `pollMs` where the system sends no events.
 */
export function watchFile(file: string, options: WatchFileOptions): WatchedFile {
  return new FileWatch(file, options);
}

class FileWatch implements WatchedFile {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #pollMs: number;
  readonly #onChange: (content: FileContent) => void;
  readonly #directories: FileDirectories;
  #told: FileContent | null;
  #seen: FileContent | null = null;
  /** Of the look before, to spare a poll the reading. */
  #mark = '';
  #timer: Timer | null = null;
  /** What the next look is to be: a poll, a look because of an event, or one that reads in any case. */
  #next: 'poll' | 'soon' | 'thorough' = 'thorough';
  #looking = false;
  #closed = false;

  constructor(file: string, options: WatchFileOptions) {
    this.#file = file;
    this.#clock = options.clock;
    this.#pollMs = options.pollMs ?? defaultPollMs;
    this.#onChange = options.onChange;
    this.#told = options.known === undefined ? null : { ok: true, bytes: options.known };
    this.#directories = new FileDirectories(file, (ours) => this.#lookSoon(ours), options.watchDirectory);
    void this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.close();
    this.#directories.close();
  }

  /**
   * @param thorough reads even what looks untouched: two writes within a tick of the file system's clock look alike.
   * Not for what happens beside the file, as somebody's log may grow there.
   */
  #lookSoon(thorough: boolean): void {
    if (this.#closed) return;
    const waiting = this.#next !== 'poll';
    if (thorough) this.#next = 'thorough';
    else if (!waiting) this.#next = 'soon';
    // Not started anew by each event, or a directory in which something always happens would never be looked into.
    if (!waiting && !this.#looking) this.#schedule();
  }

  #schedule(): void {
    this.#timer?.close();
    const delayMs = this.#next === 'poll' ? this.#pollMs : settleMs;
    this.#timer = this.#clock.setTimeout(() => void this.#look(), delayMs);
  }

  async #look(): Promise<void> {
    const thorough = this.#next === 'thorough';
    this.#next = 'poll';
    this.#looking = true;
    // First the watches, then the content: what changes in between sends an event.
    await this.#directories.renew();
    const mark = await markOf(this.#file);
    const seen = thorough || mark !== this.#mark ? null : this.#seen;
    const content = seen ?? (await contentOf(this.#file));
    this.#looking = false;
    if (this.#closed) return;
    const settled = this.#settled(content);
    this.#mark = mark;
    this.#seen = content;
    if (!settled) this.#next = 'thorough';
    this.#schedule();
    if (settled && !same(content, this.#told)) {
      this.#told = content;
      this.#onChange(content);
    }
  }

  /** Whether nothing moves: it is what it was at the last look, or what was told before. */
  #settled(content: FileContent): boolean {
    if (same(content, this.#told)) return true;
    // Before anything was told somebody waits for the first content; nobody writes just then.
    return same(content, this.#seen) || (this.#told === null && content.ok && content.bytes.length > 0);
  }
}

async function contentOf(file: string): Promise<FileContent> {
  try {
    const kind = await stat(file);
    // Reading a pipe or a device takes from somebody, and may never end.
    if (!kind.isFile() && !kind.isDirectory()) return { ok: false, code: 'EINVAL' };
    return { ok: true, bytes: await readFile(file) };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}

/** Equal as long as nobody touched the file, nor a link on the way to it. */
async function markOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function same(a: FileContent, b: FileContent | null): boolean {
  if (b === null) return false;
  if (a.ok && b.ok) return a.bytes.equals(b.bytes);
  return !a.ok && !b.ok && a.code === b.code;
}
