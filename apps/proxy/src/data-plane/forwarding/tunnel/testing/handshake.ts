import { rawUpstream } from '@hostler/test-kit';
import type { ConnectionScript, RawUpstream } from '@hostler/test-kit';
import { keep } from '../../../../testing/scene.ts';

/** A client's opening handshake with the service of `proxyTo` (RFC 6455 1.3), with further field lines. */
export function opening(fieldLines = '', target = '/chat'): string {
  return (
    `GET ${target} HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${fieldLines}\r\n`
  );
}

/** What a server answers it with. */
export function switching(fieldLines = ''): string {
  return (
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
    `Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n${fieldLines}\r\n`
  );
}

/** An upstream that takes the handshake and then follows the script. */
export function switchingUpstream(script: ConnectionScript = () => {}): Promise<RawUpstream> {
  return keep(
    rawUpstream(async (connection) => {
      await connection.head();
      await connection.write(switching());
      await script(connection);
    }),
  );
}
