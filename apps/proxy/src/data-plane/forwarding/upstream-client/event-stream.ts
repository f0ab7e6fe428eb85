import type { RawHeaders } from '@hostler/http1';

/** Whether a response is a stream of server-sent events, which is silent for as long as nothing happens. */
export function isEventStream(headers: RawHeaders): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (name.length !== 12 || name.toLowerCase() !== 'content-type') continue;
    const [mediaType = ''] = (headers[i + 1] ?? '').split(';', 1);
    return mediaType.trim().toLowerCase() === 'text/event-stream';
  }
  return false;
}
