import { rawUpstream } from '@hostler/test-kit';
import type { RawUpstream } from '@hostler/test-kit';
import { keep } from './scene.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** An upstream that answers every request head with the same bytes, as latin1, and keeps the connection. */
export function answering(bytes: string = ok): Promise<RawUpstream> {
  return recording(bytes).then(({ upstream }) => upstream);
}

/** The same, with the request heads that it got. */
export async function recording(
  bytes: string = ok,
): Promise<{ readonly upstream: RawUpstream; readonly heads: readonly string[] }> {
  const heads: string[] = [];
  const upstream = await keep(
    rawUpstream(async (connection) => {
      for (;;) {
        heads.push(await connection.head());
        await connection.write(bytes);
      }
    }),
  );
  return { upstream, heads };
}

/** The field lines of a raw head with this name, in the case and order received. */
export function fieldLines(head: string, name: string): string[] {
  return head
    .split('\r\n\r\n', 1)
    .join('')
    .split('\r\n')
    .slice(1)
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
}
