import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BENCH_HOST } from '../cases.ts';
import type { Contender } from '../contender.ts';
import { startNode } from './node-server.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCE = join(ROOT, 'apps/proxy/src/main.ts');
const BUILT = join(ROOT, 'apps/proxy/dist/main.js');

/** This repository's proxy, built from the present sources, with everything on that is on by default. */
export const hostler: Contender = {
  name: 'hostler',
  setup: 'as built by `pnpm build`, one process, JSON access log to stdout, which is a file',
  features: { routesByHost: true, balances: true, accessLog: true },
  unavailable: () => (existsSync(SOURCE) ? null : 'apps/proxy/src/main.ts does not exist'),
  version() {
    const text = readFileSync(join(ROOT, 'apps/proxy/package.json'), 'utf8');
    return `hostler ${/"version":\s*"([^"]+)"/.exec(text)?.[1] ?? ''}`;
  },
  prepare() {
    // Through turbo, so that an unchanged tree costs nothing.
    const build = spawnSync('turbo', ['run', 'build', '--filter', 'hostler'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    if (build.status !== 0) throw new Error(`the build of Hostler failed:\n${build.stdout}${build.stderr}`);
  },
  async start(context) {
    const config = join(context.directory, 'hostler.yaml');
    writeFileSync(config, hostlerConfig(context.upstreamPorts));
    return startNode('hostler', [BUILT, 'start', '-c', config], context);
  },
};

function hostlerConfig(upstreamPorts: readonly number[]): string {
  return `proxy:
  listen: { address: 127.0.0.1, port: 0 }
  admin: { address: 127.0.0.1, port: 0 }
  accessLog: { enabled: true }
  services:
    - name: bench
      domain: ${BENCH_HOST}
      hosts:
${upstreamPorts.map((port) => `        - { address: 127.0.0.1, port: ${port} }`).join('\n')}
`;
}
