import Negotiator from 'negotiator';
import { fieldValues } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';
import { errorCatalogue } from './catalogue.ts';
import type { ErrorCode } from './catalogue.ts';

/** A small response of our own making. */
export interface OwnResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

const mediaTypes = ['application/json', 'text/plain', 'text/html'];

/**
 * The body that a client gets instead of an endpoint's response: JSON unless `Accept` prefers text or HTML
 * (RFC 9110 12.5.1). It says what happened and names the request, and nothing about what is behind us.
 */
export function errorResponse(code: ErrorCode, requestId: string, requestHeaders: RawHeaders): OwnResponse {
  const { status, message } = errorCatalogue[code];
  const type = preferredType(requestHeaders);
  const body = Buffer.from(render(type, { code, status, message, requestId }));
  return {
    status,
    headers: [
      'Content-Type',
      `${type}; charset=utf-8`,
      'Content-Length',
      String(body.length),
      // An error of ours says nothing about the resource, so that no cache may keep it (RFC 9111 5.2.2.5).
      'Cache-Control',
      'no-store',
      'X-Content-Type-Options',
      'nosniff',
    ],
    body,
  };
}

function preferredType(requestHeaders: RawHeaders): string {
  const accept = fieldValues(requestHeaders, 'accept').join(', ');
  if (accept === '') return 'application/json';
  return new Negotiator({ headers: { accept } }).mediaType(mediaTypes) ?? 'application/json';
}

interface ErrorContent {
  readonly code: ErrorCode;
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
}

function render(type: string, content: ErrorContent): string {
  const { code, status, message, requestId } = content;
  switch (type) {
    case 'text/plain':
      return `${status} ${code}: ${message}\nRequest id: ${requestId}\n`;
    case 'text/html':
      return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${status} ${code}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem}code{font-size:.9em;opacity:.75}</style>
<h1>${status}</h1>
<p>${message}</p>
<p><code>${code}</code><br><code>${escapeHtml(requestId)}</code></p>
</html>
`;
    default:
      return `${JSON.stringify({ error: code, status, message, requestId })}\n`;
  }
}

/** The id may come from a trusted peer, so it is text like any other. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
