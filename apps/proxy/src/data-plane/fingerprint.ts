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
  readonly #texts = new Map<object, string>();

  /** SHA-256 in hex of everything that is configured for a service. */
  service(config: ServiceConfig): string {
    const before = known.get(config);
    if (before !== undefined) return before;
    const fingerprint = this.value(config);
    known.set(config, fingerprint);
    return fingerprint;
  }

  /** SHA-256 in hex of any plain value. */
  value(value: unknown): string {
    return hash('sha256', this.#text(value));
  }

  /** JSON with sorted keys. */
  #text(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    let text = this.#texts.get(value);
    if (text === undefined) {
      text = Array.isArray(value) ? this.#list(value) : this.#map(value);
      this.#texts.set(value, text);
    }
    return text;
  }

  #list(list: readonly unknown[]): string {
    return `[${list.map((item) => this.#text(item)).join(',')}]`;
  }

  #map(map: object): string {
    const parts: string[] = [];
    const entries = Object.entries(map) as [string, unknown][];
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, value] of entries) {
      if (value !== undefined) parts.push(`${JSON.stringify(key)}:${this.#text(value)}`);
    }
    return `{${parts.join(',')}}`;
  }
}
