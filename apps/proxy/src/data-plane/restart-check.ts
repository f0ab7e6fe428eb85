import type { Config } from '@hostler/config';
import { Fingerprinter } from './fingerprint.ts';

/** What is read once, when the process starts. */
const readOnce = ['listen', 'admin', 'workers'] as const satisfies readonly (keyof Config)[];

/** Compares configurations with what the process started with, as far as only a restart brings it into effect. */
export class RestartCheck {
  readonly #startedWith = new Map<keyof Config, string>();

  constructor(config: Config) {
    const fingerprints = new Fingerprinter();
    for (const setting of readOnce) this.#startedWith.set(setting, fingerprints.value(config[setting]));
  }

  /** @returns settings that need a restart, such as `proxy.listen` */
  needed(config: Config): string[] {
    const fingerprints = new Fingerprinter();
    return readOnce
      .filter((setting) => this.#startedWith.get(setting) !== fingerprints.value(config[setting]))
      .map((setting) => `proxy.${setting}`);
  }
}
