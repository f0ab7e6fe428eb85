import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { joinPresetFields } from './preset-fields.ts';

function responseWith(fields: Readonly<Record<string, string | string[]>>): ServerResponse {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
  return response;
}

function join(
  fields: Readonly<Record<string, string | string[]>>,
  headers: readonly string[],
  chunked = false,
) {
  const response = responseWith(fields);
  const joined = joinPresetFields(response, response.getHeaderNames(), headers, chunked);
  return { ...joined, left: response.getHeaderNames() };
}

describe('joinPresetFields', () => {
  it('leaves what was set where it is, and sends what is to be sent', () => {
    expect(join({ 'X-A': '1', ETag: '"a"' }, ['ETag', '"b"'])).toEqual({
      headers: ['ETag', '"b"'],
      close: false,
      left: ['x-a', 'etag'],
    });
  });

  it.each([
    {
      name: 'several cookies',
      preset: { 'Set-Cookie': ['c=3', 'd=4'] },
      added: ['set-cookie', 'c=3', 'set-cookie', 'd=4'],
    },
    { name: 'one cookie', preset: { 'Set-Cookie': 'c=3' }, added: ['set-cookie', 'c=3'] },
    { name: 'Vary', preset: { Vary: 'Origin' }, added: ['vary', 'Origin'] },
  ])('adds to what both have: $name', ({ preset, added }) => {
    const headers = ['Set-Cookie', 'a=1', 'Vary', 'Accept'];
    expect(join(preset, headers).headers).toEqual([...headers, ...added]);
  });

  it.each([
    { field: 'Content-Length', value: '5' },
    { field: 'Transfer-Encoding', value: 'chunked' },
    { field: 'Trailer', value: 'X-Sum' },
    { field: 'Connection', value: 'keep-alive' },
    { field: 'Keep-Alive', value: 'timeout=1' },
    { field: 'Upgrade', value: 'h2c' },
  ])('takes away what frames the message: $field', ({ field, value }) => {
    expect(join({ [field]: value }, [])).toEqual({ headers: [], close: false, left: [] });
  });

  it('leaves chunks where there will be chunks', () => {
    expect(join({ 'Transfer-Encoding': 'chunked' }, [], true).left).toEqual(['transfer-encoding']);
  });

  it.each(['close', 'Close'])('says that the connection shall be closed: %s', (value) => {
    expect(join({ Connection: value }, []).close).toBe(true);
  });
});
