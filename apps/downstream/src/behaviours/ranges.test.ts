import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';
import { parseRange } from './ranges.ts';

test.each([
  { name: 'one range', field: 'bytes=0-4', parts: [{ start: 0, end: 5 }] },
  { name: 'one byte', field: 'bytes=9-9', parts: [{ start: 9, end: 10 }] },
  { name: 'an open end', field: 'bytes=7-', parts: [{ start: 7, end: 10 }] },
  { name: 'an end beyond the body', field: 'bytes=7-99999999999999999999', parts: [{ start: 7, end: 10 }] },
  { name: 'a suffix', field: 'bytes=-3', parts: [{ start: 7, end: 10 }] },
  { name: 'a suffix longer than the body', field: 'bytes=-30', parts: [{ start: 0, end: 10 }] },
  {
    name: 'several in their order',
    field: 'Bytes= 5-6 ,, 0-0',
    parts: [
      { start: 5, end: 7 },
      { start: 0, end: 1 },
    ],
  },
  { name: 'those that are there', field: 'bytes=20-30,0-0', parts: [{ start: 0, end: 1 }] },
  { name: 'a start beyond the body', field: 'bytes=10-', parts: 'unsatisfiable' },
  { name: 'an empty suffix', field: 'bytes=-0', parts: 'unsatisfiable' },
  { name: 'another unit', field: 'lines=0-1', parts: 'ignore' },
  { name: 'no range at all', field: 'bytes=', parts: 'ignore' },
  { name: 'an end before the start', field: 'bytes=5-4', parts: 'ignore' },
  { name: 'words', field: 'bytes=a-b', parts: 'ignore' },
  { name: 'a malformed range among others', field: 'bytes=0-1,x', parts: 'ignore' },
  { name: 'more than the whole altogether', field: 'bytes=0-,0-0', parts: 'ignore' },
])('reads $name', ({ field, parts }) => {
  expect(parseRange(field, 10)).toEqual(parts);
});

test.each([
  { name: 'a range', fields: { Range: 'bytes=1-3' }, status: 206, contentRange: 'bytes 1-3/10', body: '"#$' },
  { name: 'a suffix', fields: { Range: 'bytes=-2' }, status: 206, contentRange: 'bytes 8-9/10', body: ')*' },
  {
    name: 'one beyond the end',
    fields: { Range: 'bytes=10-' },
    status: 416,
    contentRange: 'bytes */10',
    body: 'no part of that range is there\n',
  },
  {
    name: 'a malformed one',
    fields: { Range: 'bytes=x' },
    status: 200,
    contentRange: null,
    body: '!"#$%&\'()*',
  },
  {
    name: 'If-Range that matches',
    fields: { Range: 'bytes=0-0', 'If-Range': '"v1"' },
    status: 206,
    contentRange: 'bytes 0-0/10',
    body: '!',
  },
  {
    name: 'If-Range that differs',
    fields: { Range: 'bytes=0-0', 'If-Range': '"v2"' },
    status: 200,
    contentRange: null,
    body: '!"#$%&\'()*',
  },
])('answers $status to $name', async ({ fields, status, contentRange, body }) => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=10&etag=v1`, { headers: fields });
  expect(response.status).toBe(status);
  expect(response.headers.get('accept-ranges')).toBe('bytes');
  expect(response.headers.get('content-range')).toBe(contentRange);
  expect(response.headers.get('content-length')).toBe(String(body.length));
  expect(await response.text()).toBe(body);
});

test('serves ranges of the echo only when asked to, and none of a size when asked not to', async () => {
  const { url } = await startInstance();
  const headers = { Range: 'bytes=0-0' };
  expect((await fetch(url, { headers })).status).toBe(200);
  expect((await fetch(`${url}/?ranges=1`, { headers })).status).toBe(206);
  expect((await fetch(`${url}/?size=10&ranges=0`, { headers })).status).toBe(200);
});

test('serves ranges to GET alone', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?size=10`, { method: 'POST', headers: { Range: 'bytes=0-0' } });
  expect(response.status).toBe(200);
});
