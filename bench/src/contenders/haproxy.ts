import { BENCH_HOST } from '../cases.ts';
import { programContender } from './program.ts';
import type { ProgramSetting } from './program.ts';

/** HAProxy with one thread. */
export const haproxy = programContender(
  {
    name: 'haproxy',
    command: 'haproxy',
    versionArguments: ['-v'],
    versionPattern: /version (\S+?)[-\s]/,
    setup: 'one thread, upstream connections reused, HTTP log to stdout, which is a file',
    configFile: 'haproxy.cfg',
    config,
    runArguments: (configPath) => ['-db', '-f', configPath],
    logsToStdout: true,
  },
  BENCH_HOST,
);

function config({ port, host, upstreamPorts }: ProgramSetting): string {
  return `
global
  nbthread 1
  maxconn 4096
  log stdout format raw local0
defaults
  mode http
  log global
  option httplog
  option forwardfor
  http-reuse always
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend main
  bind 127.0.0.1:${port}
  http-request return status 404 unless { req.hdr(host) -i ${host} }
  use_backend bench if { req.hdr(host) -i ${host} }
backend bench
  balance roundrobin
  ${upstreamPorts.map((upstream, index) => `server upstream-${index + 1} 127.0.0.1:${upstream}`).join('\n  ')}
`;
}
