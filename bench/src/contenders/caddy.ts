import { BENCH_HOST } from '../cases.ts';
import { programContender } from './program.ts';
import type { ProgramSetting } from './program.ts';

/** Caddy with one core's worth of threads. */
export const caddy = programContender(
  {
    name: 'caddy',
    command: 'caddy',
    versionArguments: ['version'],
    versionPattern: /^v?(\S+)/,
    setup: 'GOMAXPROCS=1, round robin, JSON access log in a file',
    configFile: 'Caddyfile',
    config,
    runArguments: (configPath) => ['run', '--adapter', 'caddyfile', '--config', configPath],
    // It keeps its last config and a lock under the home folder otherwise.
    env: (directory) => ({ GOMAXPROCS: '1', XDG_CONFIG_HOME: directory, XDG_DATA_HOME: directory }),
  },
  BENCH_HOST,
);

function config({ port, host, upstreamPorts, accessLog }: ProgramSetting): string {
  return `
{
  admin off
  auto_https off
}
http://${host}:${port} {
  bind 127.0.0.1
  log {
    output file ${accessLog} {
      roll_disabled
    }
  }
  reverse_proxy ${upstreamPorts.map((upstream) => `127.0.0.1:${upstream}`).join(' ')} {
    lb_policy round_robin
  }
}
http://:${port} {
  bind 127.0.0.1
  respond 404
}
`;
}
