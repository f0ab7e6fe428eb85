import { formatErrors, parseEndpointList } from '@hostler/config';
import type { FileContent } from '../watch-file.ts';
import type { EndpointEntry } from './named-endpoints.ts';

/** What a file says, or what has to be done before it says something. */
export type EndpointFile =
  | { readonly ok: true; readonly entries: readonly EndpointEntry[] }
  | { readonly ok: false; readonly error: string };

/** Reads the content of an endpoint file. Never throws. */
export function readEndpointFile(file: string, content: FileContent): EndpointFile {
  if (!content.ok) return { ok: false, error: `${file}: ${unreadable(content.code)}` };
  const text = textOf(content.bytes);
  if (text === null)
    return { ok: false, error: `${file}: the file is not text in UTF-8. Fix: save it in UTF-8` };
  const list = parseEndpointList(file, text);
  return list.ok ? { ok: true, entries: list.endpoints } : { ok: false, error: formatErrors(list.errors) };
}

function unreadable(code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file. Fix: create it with a list of endpoints, or correct discovery.path';
    case 'EACCES':
    case 'EPERM':
      return 'the file may not be read. Fix: let the user that runs hostler read it';
    case 'EISDIR':
    case 'EINVAL':
      return 'this is no file. Fix: name a file in discovery.path';
    default:
      return `the file cannot be read (${code})`;
  }
}

function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
