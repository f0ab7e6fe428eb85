import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Stats } from '../stats.ts';

/** The largest message that is echoed. @unit bytes */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** The close code of a server that goes away (RFC 6455 7.4.1). */
const GOING_AWAY = 1001;

/** `/ws`: sends each message back as it came, text as text and binary as binary. */
export class WebSocketEcho {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  /** The name of the instance goes into X-Instance of the 101. */
  constructor(instance: string, stats: Stats) {
    this.#server.on('headers', (lines) => lines.push(`X-Instance: ${instance}`));
    this.#server.on('connection', (webSocket) => {
      webSocket.on('close', stats.webSockets.enter());
      // The peer broke the protocol; ws has told it so and closes.
      webSocket.on('error', () => undefined);
      webSocket.on('message', (data, binary) => webSocket.send(data, { binary }));
    });
  }

  /** Answers an upgrade request: the status, 101 or that of the refusal of a bad handshake. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): 101 | 400 {
    let status: 101 | 400 = 400;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      status = 101;
      this.#server.emit('connection', webSocket, request);
    });
    return status;
  }

  /** Says goodbye to all. */
  close(): void {
    for (const webSocket of this.#server.clients) webSocket.close(GOING_AWAY);
    this.#server.close();
  }
}
