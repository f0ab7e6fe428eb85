import { watch } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/**
 * Calls back when anything happens in a directory, with the entry's name if the system says it, and with `onEnd` when the
 * directory can no longer be watched.
 * @throws whatever the system says: no such directory, no watches left
 */
export type WatchDirectory = (
  directory: string,
  onEvent: (name: string | null) => void,
  onEnd: () => void,
) => { close(): void };

/** `fs.watch`, which uses inotify, kqueue or the like. It does not keep the process. */
const systemWatch: WatchDirectory = (directory, onEvent, onEnd) => {
  const watcher = watch(directory, { persistent: false }, (_, name) => onEvent(name));
  watcher.on('error', onEnd);
  return watcher;
};

interface Watch {
  /** Tells a directory from one that was created later under the same name. */
  readonly identity: string;
  close(): void;
}

/**
 * Watches the directories in which a change shows that is a change of one file: the one of its path, and the one where
 * the file really is when links lead elsewhere.
 */
export class FileDirectories {
  readonly #file: string;
  readonly #onEvent: (ours: boolean) => void;
  readonly #watchDirectory: WatchDirectory;
  readonly #watches = new Map<string, Watch>();
  #realFile: string;
  #closed = false;

  /** @param onEvent told whether it was the file itself, or something beside it that may be a link to it */
  constructor(file: string, onEvent: (ours: boolean) => void, watchDirectory: WatchDirectory = systemWatch) {
    this.#file = file;
    this.#realFile = file;
    this.#onEvent = onEvent;
    this.#watchDirectory = watchDirectory;
  }

  /** Follows links that were swapped, and directories that were created anew. Never rejects. */
  async renew(): Promise<void> {
    this.#realFile = await realFileOf(this.#file);
    const wanted = new Map<string, string>();
    for (const directory of new Set([dirname(this.#file), dirname(this.#realFile)])) {
      const identity = await identityOf(directory);
      if (identity !== null) wanted.set(directory, identity);
    }
    if (this.#closed) return;
    for (const [directory, { identity }] of this.#watches) {
      if (wanted.get(directory) !== identity) this.#end(directory);
    }
    for (const [directory, identity] of wanted) {
      if (!this.#watches.has(directory)) this.#begin(directory, identity);
    }
  }

  close(): void {
    this.#closed = true;
    for (const directory of this.#watches.keys()) this.#end(directory);
  }

  #begin(directory: string, identity: string): void {
    try {
      const onEvent = (name: string | null): void => this.#onEvent(name === null || this.#isOurs(name));
      const watcher = this.#watchDirectory(directory, onEvent, () => this.#end(directory));
      this.#watches.set(directory, { identity, close: () => watcher.close() });
    } catch {
      // Polling goes on, and tries this again: the directory may be gone, or the system may have no watches left.
    }
  }

  #isOurs(name: string): boolean {
    return name === basename(this.#file) || name === basename(this.#realFile);
  }

  #end(directory: string): void {
    this.#watches.get(directory)?.close();
    this.#watches.delete(directory);
  }
}

/** Where links lead; the path itself while there is no such file. */
async function realFileOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    return file;
  }
}

async function identityOf(directory: string): Promise<string | null> {
  try {
    const { dev, ino, birthtimeNs } = await stat(directory, { bigint: true });
    return `${dev} ${ino} ${birthtimeNs}`;
  } catch {
    return null;
  }
}
