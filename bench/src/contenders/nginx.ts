import { join } from 'node:path';
import { userInfo } from 'node:os';
import { BENCH_HOST } from '../cases.ts';
import { programContender } from './program.ts';
import type { ProgramSetting } from './program.ts';

/** nginx with one worker. */
export const nginx = programContender(
  {
    name: 'nginx',
    command: 'nginx',
    versionArguments: ['-v'],
    versionPattern: /nginx\/(\S+)/,
    setup: 'one worker, upstream keep-alive, request bodies streamed, access log in a file',
    configFile: 'nginx.conf',
    config,
    runArguments: (configPath, directory) => ['-p', directory, '-e', 'stderr', '-c', configPath],
  },
  BENCH_HOST,
);

function config({ port, host, upstreamPorts, accessLog, directory }: ProgramSetting): string {
  // The default limit of 1000 requests a connection would add reconnects that no other contender has.
  const unlimited = 1_000_000_000;
  // A worker of root's becomes `nobody`, who may not use the bench's folder.
  const user = userInfo().uid === 0 ? 'user root;' : '';
  return `
${user}
daemon off;
worker_processes 1;
pid ${join(directory, 'nginx.pid')};
events { worker_connections 4096; }
http {
  access_log ${accessLog} combined;
  client_body_temp_path ${join(directory, 'body')};
  proxy_temp_path ${join(directory, 'proxy')};
  fastcgi_temp_path ${join(directory, 'fastcgi')};
  uwsgi_temp_path ${join(directory, 'uwsgi')};
  scgi_temp_path ${join(directory, 'scgi')};
  client_max_body_size 0;
  keepalive_requests ${unlimited};
  upstream bench {
    ${upstreamPorts.map((upstream) => `server 127.0.0.1:${upstream};`).join('\n    ')}
    keepalive 256;
    keepalive_requests ${unlimited};
  }
  server { listen 127.0.0.1:${port} default_server backlog=1024; return 404; }
  server {
    listen 127.0.0.1:${port};
    server_name ${host};
    location / {
      proxy_pass http://bench;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_request_buffering off;
    }
  }
}
`;
}
