import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { AttachedServer } from '../control-plane/attached-server.ts';
import { announceShutdown, finishServing } from '../control-plane/shutdown.ts';
import type { DataPlane } from '../data-plane/data-plane.ts';
import type { Exchange } from '../data-plane/exchange.ts';
import { accept } from '../data-plane/express-adapter.ts';
import { handleRequest } from '../data-plane/handle-request.ts';
import { attachToServer } from '../data-plane/server-events.ts';
import { refuseUnparsed } from '../data-plane/unparsed-request.ts';
import { createExpressServer } from '../express-server.ts';
import { openInlet } from './connection-inlet.ts';

/** A data plane with the connections that a worker is handed: as `hostler start` serves those that it accepts itself. */
export class Traffic {
  readonly #plane: DataPlane;
  readonly #clock: Clock;
  readonly #attached: AttachedServer;
  /** Serves a connection that was accepted elsewhere and that nobody has read from. */
  readonly take: (socket: Socket) => void;
  #isDraining = false;

  constructor(plane: DataPlane, clock: Clock) {
    this.#plane = plane;
    this.#clock = clock;
    const { app, server } = createExpressServer();
    const handle = (exchange: Exchange): void => {
      handleRequest(plane, exchange);
    };
    app.use((request, response) => {
      accept(request, response, clock, handle);
    });
    attachToServer(server, { refuse: (refusal) => refuseUnparsed(plane, refusal), clock });
    this.#attached = new AttachedServer(server, plane.logger);
    this.take = openInlet(server);
  }

  /** Every response from now on ends its connection. */
  drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    announceShutdown(this.#plane, [this.#attached]);
  }

  /** @returns when everything is finished, or cut after the timeout */
  async finish(timeoutMs: number): Promise<void> {
    this.drain();
    await finishServing(this.#plane, [this.#attached], timeoutMs, this.#clock);
  }
}
