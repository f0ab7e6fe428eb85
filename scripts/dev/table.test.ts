import { expect, test } from 'vitest';
import { tableText } from './table.ts';

test('shows where things are and what to try', () => {
  const plan = {
    listenPort: 8081,
    adminPort: 9901,
    services: [
      { name: 'my-service', domains: ['my-service.my-company.com', 'localhost'], ports: [9090, 9091, 9092] },
      { name: 'cart', domains: ['cart.my-company.com'], ports: [9093, 9094] },
    ],
  };
  const pids = new Map([
    [9090, 101],
    [9091, 102],
    [9092, 103],
    [9093, 104],
    [9094, 105],
  ]);
  expect(tableText(plan, pids, '/tmp/hostler-dev-1/config.yaml')).toBe(`
Hostler is up; Ctrl-C stops everything. In a second terminal:
  # one of the 3 instances of my-service; again, another one
  curl -H 'Host: my-service.my-company.com' http://127.0.0.1:8081/basic
  # one of the 2 instances of cart; again, another one
  curl -H 'Host: cart.my-company.com' http://127.0.0.1:8081/basic
  # an event stream, and whether the proxy is ready
  curl -N -H 'Host: my-service.my-company.com' http://127.0.0.1:8081/sse; curl http://127.0.0.1:9901/readyz
  # let an instance refuse connections for 30 s, as a crashed one does, and see no request fail
  curl -H 'Content-Type: application/json' -d '{"state":"refusing","for":"30s"}' http://127.0.0.1:9090/_control
  # or end it for good
  kill -9 101

  proxy       http://127.0.0.1:8081, in a browser http://localhost:8081/
  admin       http://127.0.0.1:9901
  my-service  127.0.0.1:9090 (pid 101)  127.0.0.1:9091 (pid 102)  127.0.0.1:9092 (pid 103)
  cart        127.0.0.1:9093 (pid 104)  127.0.0.1:9094 (pid 105)
  config      /tmp/hostler-dev-1/config.yaml
`);
});
