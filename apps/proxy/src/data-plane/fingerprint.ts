import { hash } from 'node:crypto';
import type { ServiceConfig } from '@hostler/config';

/** What was computed elsewhere, such as in the thread that loaded the configuration. */
const known = new WeakMap<ServiceConfig, string>();

/** Tells whoever asks for the fingerprint of this very object, so that nobody computes it again. */
export function rememberFingerprint(service: ServiceConfig, fingerprint: string): void {
  known.set(service, fingerprint);
}

/**
 * Names configurations by their content: equal ones have equal fingerprints, whatever the order of their keys. One for
 * each configuration: what services share, such as the defaults, is written out once.
 */
export class Fingerprinter {
  /** What a service consists of, by the object. */
  readonly #blocks = new Map<object, string>();
  /** Most objects have the keys of many others. */
  readonly #sorted = new Map<string, readonly string[]>();

  /** SHA-256 in hex of everything that is configured for a service. */
  service(config: ServiceConfig): string {
    const before = known.get(config);
    if (before !== undefined) return before;
    const fingerprint = hash(
      'sha256',
      this.#map(config, (block) => this.#block(block)),
    );
    known.set(config, fingerprint);
    return fingerprint;
  }

  /** SHA-256 in hex of any plain value. */
  value(value: unknown): string {
    return hash('sha256', this.#text(value));
  }

  #block(value: unknown): string {
    if (typeof value !== 'object' || value === null) return this.#text(value);
    let text = this.#blocks.get(value);
    if (text === undefined) {
      text = this.#text(value);
      this.#blocks.set(value, text);
    }
    return text;
  }

  /** JSON with sorted keys. */
  readonly #text = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    return Array.isArray(value) ? this.#list(value) : this.#map(value, this.#text);
  };

  #list(list: readonly unknown[]): string {
    let text = '';
    for (const item of list) text += `${text === '' ? '' : ','}${this.#text(item)}`;
    return `[${text}]`;
  }

  #map(map: object, textOf: (value: unknown) => string): string {
    let text = '';
    for (const key of this.#keysOf(map)) {
      const value: unknown = Reflect.get(map, key);
      if (value !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${textOf(value)}`;
    }
    return `{${text}}`;
  }

  #keysOf(map: object): readonly string[] {
    const keys = Object.keys(map);
    const shape = JSON.stringify(keys);
    let sorted = this.#sorted.get(shape);
    if (sorted === undefined) {
      sorted = keys.toSorted();
      this.#sorted.set(shape, sorted);
    }
    return sorted;
  }
}
