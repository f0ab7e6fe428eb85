import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { defineConfig } from '@hostler/config';
import { pino } from 'pino';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { listen } from '../listen.ts';
import { DataPlane } from '../data-plane/data-plane.ts';
import { accept } from '../data-plane/express-adapter.ts';
import { handleRequest } from '../data-plane/handle-request.ts';
import { attachToServer } from '../data-plane/server-events.ts';
import { refuseUnparsed } from '../data-plane/unparsed-request.ts';

/** A data plane behind a server, with its inside open to a test. */
export interface RunningPlane {
  readonly plane: DataPlane;
  readonly server: Server;
  readonly port: number;
  /** Leases of the service `shop` that are taken. */
  readonly inFlight: number;
  close(): Promise<void>;
}

/** Starts one for a service `shop.test`. @param settings what stands under the service in the YAML */
export async function startPlane(
  upstreams: readonly { readonly address: string; readonly port: number }[],
  settings: object = {},
  clock: Clock = systemClock,
): Promise<RunningPlane> {
  const hosts = upstreams.map(({ address, port }) => ({ address, port }));
  const config = defineConfig({
    proxy: { services: [{ name: 'shop', domain: 'shop.test', hosts, ...settings }] },
  });
  const plane = new DataPlane(config, {
    clock,
    random: () => 0,
    logger: pino({ enabled: false }),
    accessLog: () => null,
  });
  const server = createServer((request, response) => {
    accept(request, response, clock, (exchange) => {
      handleRequest(plane, exchange);
    });
  });
  attachToServer(server, { refuse: (refusal) => refuseUnparsed(plane, refusal), clock });
  const { port } = await listen(server, 'main', { address: '127.0.0.1', port: 0 });
  return {
    plane,
    server,
    port,
    get inFlight() {
      const endpoints = plane.snapshot.services.get('shop')?.balancer.endpoints ?? [];
      return endpoints.reduce((sum, endpoint) => sum + endpoint.inFlight, 0);
    },
    close() {
      for (const reply of plane.open) reply.abandon('shutdown', 'end of the test');
      plane.close();
      server.close();
      server.closeAllConnections();
      return Promise.resolve();
    },
  };
}
