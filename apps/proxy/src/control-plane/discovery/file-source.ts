import { watchFile } from '../watch-file.ts';
import type { FileContent, WatchedFile } from '../watch-file.ts';
import { Announcer } from './announcer.ts';
import { readEndpointFile } from './endpoint-file.ts';
import type { DiscoveredEndpoint, EndpointSource, SourceStatus } from './endpoint-source.ts';
import { NamedEndpoints } from './named-endpoints.ts';
import type { SourceParts } from './source-parts.ts';

/**
 * A list of endpoints in a file, read again whenever it changes; names in it are looked up as those of `hosts`. While the
 * file is missing or has mistakes its last good list stays.
 */
export class FileSource implements EndpointSource {
  readonly #path: string;
  readonly #parts: SourceParts;
  readonly #announcer: Announcer;
  readonly #endpoints: NamedEndpoints;
  #watched: WatchedFile | null = null;
  /** Whether there ever was a good list. */
  #known = false;
  #error: string | null = null;

  constructor(service: string, path: string, parts: SourceParts) {
    this.#path = path;
    this.#parts = parts;
    this.#announcer = new Announcer('file', service, parts);
    this.#endpoints = new NamedEndpoints(parts, () => this.#looked(false));
  }

  get ready(): Promise<void> {
    return this.#announcer.ready;
  }

  get status(): SourceStatus {
    return this.#announcer.status;
  }

  start(listener: (endpoints: readonly DiscoveredEndpoint[]) => void): void {
    this.#announcer.start(listener);
    this.#watched = watchFile(this.#path, {
      clock: this.#parts.clock,
      onChange: (content) => this.#read(content),
    });
  }

  close(): void {
    this.#watched?.close();
    this.#endpoints.close();
    this.#announcer.close();
  }

  #read(content: FileContent): void {
    const list = readEndpointFile(this.#path, content);
    this.#error = list.ok ? null : list.error;
    if (list.ok) {
      this.#known = true;
      this.#endpoints.set(list.entries);
    }
    this.#looked(list.ok);
  }

  #looked(answered: boolean): void {
    const { endpoints, settled } = this.#endpoints;
    const ofFile = this.#error === null ? [] : [{ message: this.#error, stale: true }];
    const failures = [...ofFile, ...this.#endpoints.failures];
    this.#announcer.found({ endpoints: this.#known ? endpoints : null, answered, failures });
    if (settled) this.#announcer.settled();
  }
}
