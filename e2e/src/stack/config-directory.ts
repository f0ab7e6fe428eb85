import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configText } from './proxy.ts';
import type { ProxyConfig } from './proxy.ts';

/** A directory with a configuration, laid out and changed as Kubernetes does it with a mounted ConfigMap. */
export interface ConfigDirectory {
  /** On this machine. */
  readonly path: string;
  /** Puts another configuration, or a text that may be none, in its place at once: `..data` is swapped by a rename. */
  swap(config: ProxyConfig | string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes one, with a configuration to start with. */
export async function createConfigDirectory(config: ProxyConfig): Promise<ConfigDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'hostler-e2e-config-'));
  // Made for its owner alone, who is somebody else inside the container.
  await chmod(path, 0o755);
  let current: string | undefined;
  let version = 0;
  const swap: ConfigDirectory['swap'] = async (next) => {
    version += 1;
    const name = `..version_${version}`;
    await mkdir(join(path, name));
    const text = typeof next === 'string' ? next : configText(next);
    await writeFile(join(path, name, 'config.yaml'), text);
    await symlink(name, join(path, '..data_tmp'));
    await rename(join(path, '..data_tmp'), join(path, '..data'));
    if (current !== undefined) await rm(join(path, current), { recursive: true });
    current = name;
  };
  await swap(config);
  await symlink('..data/config.yaml', join(path, 'config.yaml'));
  return { path, swap, remove: () => rm(path, { recursive: true }) };
}
