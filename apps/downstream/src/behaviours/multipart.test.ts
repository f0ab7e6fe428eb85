import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';

test('sends several ranges as the parts of one body', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=100`, { headers: { Range: 'bytes=0-1,-2' } });
  expect(response.status).toBe(206);
  expect(response.headers.get('content-type')).toBe('multipart/byteranges; boundary=hostler-downstream-part');
  expect(response.headers.get('content-range')).toBeNull();
  const body = await response.text();
  expect(response.headers.get('content-length')).toBe(String(body.length));
  expect(body.split('\r\n')).toEqual([
    '',
    '--hostler-downstream-part',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Range: bytes 0-1/100',
    '',
    '!"',
    '--hostler-downstream-part',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Range: bytes 98-99/100',
    '',
    '*+',
    '--hostler-downstream-part--',
    '',
  ]);
});
