import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { ServerOptions, WebSocket } from 'ws';
import { WebSocket as WebSocketClient, WebSocketServer } from 'ws';
import { keep } from '../../../../testing/scene.ts';

/** An upstream that speaks WebSocket by way of the `ws` package. */
export interface WebSocketUpstream {
  readonly address: string;
  readonly port: number;
  /** Its end of the next WebSocket that a client opens. */
  next(): Promise<WebSocket>;
  /** Connections that are open now. */
  readonly open: number;
  allClosed(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one, until the end of the test. @param address where to listen */
export function webSocketUpstream(
  options: ServerOptions = {},
  address = '127.0.0.1',
): Promise<WebSocketUpstream> {
  return keep(start(options, address, () => {}));
}

/** The same, and every message is sent back as it came. */
export function echoUpstream(options: ServerOptions = {}, address = '127.0.0.1'): Promise<WebSocketUpstream> {
  return keep(
    start(options, address, (webSocket) => {
      webSocket.on('message', (data, isBinary) => {
        webSocket.send(data, { binary: isBinary });
      });
    }),
  );
}

async function start(
  options: ServerOptions,
  host: string,
  onConnection: (webSocket: WebSocket) => void,
): Promise<WebSocketUpstream> {
  const server = new WebSocketServer({ ...options, host, port: 0 });
  const sockets = new Set<Socket>();
  server.on('connection', (webSocket, { socket }) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onConnection(webSocket);
  });
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('the server listens on no port');
  const allClosed = async (): Promise<void> => {
    while (sockets.size > 0) await Promise.all([...sockets].map((socket) => closeOf(socket)));
  };
  return {
    address: host,
    port: at.port,
    next: () =>
      new Promise((resolve) => {
        server.once('connection', resolve);
      }),
    get open() {
      return sockets.size;
    },
    allClosed,
    async close() {
      server.close();
      for (const webSocket of server.clients) webSocket.terminate();
      await allClosed();
    },
  };
}

/** Not `once`, which rejects when an error comes before the close. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}

/** A client's WebSocket with the service of `proxyTo`; destroyed at the end of the test. */
export async function openWebSocket(
  { port }: { readonly port: number },
  options: { readonly protocols?: string[]; readonly perMessageDeflate?: boolean } = {},
): Promise<WebSocket> {
  const { protocols = [], perMessageDeflate = false } = options;
  const webSocket = new WebSocketClient(`ws://127.0.0.1:${port}/chat`, protocols, {
    headers: { host: 'shop.test' },
    perMessageDeflate,
  });
  await keep(
    Promise.resolve({
      close: () => {
        webSocket.terminate();
        return Promise.resolve();
      },
    }),
  );
  await once(webSocket, 'open');
  return webSocket;
}

/** The next message, and whether it is binary. */
export function message(webSocket: WebSocket): Promise<{ data: Buffer; isBinary: boolean }> {
  return new Promise((resolve) => {
    webSocket.once('message', (data, isBinary) => {
      resolve({ data: Buffer.isBuffer(data) ? data : Buffer.alloc(0), isBinary });
    });
  });
}

/** The code that the WebSocket is closed with. */
export function closeCode(webSocket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    webSocket.once('close', resolve);
  });
}
