import { createHash } from 'node:crypto';

/** A request as the upstream sees it. */
export interface UpstreamRequest {
  readonly method: string;
  readonly path: string;
  /** Size of the body that came. @unit bytes */
  readonly receivedBytes: number;
  /** sha256 of that body in hex, or null if it was not asked for. */
  readonly receivedSha256: string | null;
}

/** Answers with as many bytes as the path says, or says what it received; anything else is a 404. */
export function respond(request: UpstreamRequest, instance: string): Buffer {
  const url = new URL(request.path, 'http://upstream');
  const size = /^\/bytes\/(\d{1,8})$/.exec(url.pathname)?.[1];
  if (size !== undefined) return message(200, 'text/plain', instance, body(Number(size)));
  if (url.pathname !== '/receive') return message(404, 'text/plain', instance, Buffer.from('not found\n'));
  const expected = url.searchParams.get('expect');
  const whole = expected === null || Number(expected) === request.receivedBytes;
  const answer = JSON.stringify({ bytes: request.receivedBytes, sha256: request.receivedSha256 });
  return message(whole ? 200 : 400, 'application/json', instance, Buffer.from(answer));
}

/** True if the answer carries a digest of the body: `/receive?digest`. It costs too much to do it under load. */
export function wantsDigest(path: string): boolean {
  return /[?&]digest(&|$)/.test(path);
}

/** The body of `/bytes/N`: the same for everybody, and not of one byte only, so that a shift in it shows. */
export function body(bytes: number): Buffer {
  return Buffer.alloc(bytes, 'Hostler bench: 0123456789 abcdefghijklmnopqrstuvwxyz\n');
}

/** sha256 in hex. */
export function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

const REASONS: Readonly<Record<number, string>> = { 200: 'OK', 400: 'Bad Request', 404: 'Not Found' };

function message(status: number, type: string, instance: string, content: Buffer): Buffer {
  const head =
    `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\nDate: ${new Date().toUTCString()}\r\n` +
    `Content-Type: ${type}\r\nX-Instance: ${instance}\r\nContent-Length: ${content.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), content]);
}
