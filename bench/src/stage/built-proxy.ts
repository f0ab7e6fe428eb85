import { copyFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROXY = fileURLToPath(new URL('../../../apps/proxy/', import.meta.url));

/**
 * Copies what `pnpm build` made of the proxy, and returns its main file. A run is long, and reads some files only at a
 * reload: a build in the meantime must not change what is measured.
 */
export function copyBuiltProxy(directory: string): string {
  const folder = join(directory, 'proxy');
  mkdirSync(folder);
  cpSync(join(PROXY, 'dist'), join(folder, 'dist'), { recursive: true });
  copyFileSync(join(PROXY, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(PROXY, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return join(folder, 'dist/main.js');
}
