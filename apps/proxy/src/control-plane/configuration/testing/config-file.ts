import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A configuration file that is gone after the test. */
export interface ConfigFile {
  readonly file: string;
  /** Writes it in place. @param proxy what stands under `proxy:`, in JSON, which is YAML too; or the text itself */
  readonly write: (proxy: object | string) => void;
}

/** One in a directory of its own. */
export function configFileOf(proxy: object | string): ConfigFile {
  const directory = mkdtempSync(join(tmpdir(), 'hostler-test-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  const file = join(directory, 'config.yaml');
  const write = (content: object | string): void => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify({ proxy: content }));
  };
  write(proxy);
  return { file, write };
}

/** A service, `NAME.test`, as it is written, with one endpoint, `NAME.internal:80`. */
export function service(name: string, settings: object = {}): object {
  return { name, domain: `${name}.test`, hosts: [{ address: `${name}.internal`, port: 80 }], ...settings };
}
