import { expect, test } from 'vitest';
import { startInstance } from '../testing/start-instance.ts';
import { evaluateConditions, evaluateIfRange } from './conditional.ts';

const MODIFIED = 'Sat, 31 Jan 2026 12:00:00 GMT';
const BEFORE = 'Sat, 31 Jan 2026 11:59:59 GMT';
const LAST_MODIFIED_MS = Date.UTC(2026, 0, 31, 12);
const NOW = Date.UTC(2026, 1, 1);

const STRONG = { etag: '"v1"', lastModifiedMs: LAST_MODIFIED_MS };
const WEAK = { etag: 'W/"v1"', lastModifiedMs: LAST_MODIFIED_MS };
const DATED = { lastModifiedMs: LAST_MODIFIED_MS };

test.each([
  {
    name: 'If-None-Match that matches',
    headers: { 'if-none-match': '"v1"' },
    current: STRONG,
    get: 304,
    put: 412,
  },
  {
    name: 'If-None-Match that matches in a list',
    headers: { 'if-none-match': '"v0", W/"v1"' },
    current: STRONG,
    get: 304,
    put: 412,
  },
  {
    name: 'If-None-Match with a comma inside a tag',
    headers: { 'if-none-match': '"v0,"v1"' },
    current: STRONG,
    get: 'proceed',
    put: 'proceed',
  },
  {
    name: 'If-None-Match that matches weakly',
    headers: { 'if-none-match': '"v1"' },
    current: WEAK,
    get: 304,
    put: 412,
  },
  {
    name: 'If-None-Match that differs',
    headers: { 'if-none-match': '"v2"' },
    current: STRONG,
    get: 'proceed',
    put: 'proceed',
  },
  { name: 'If-None-Match: *', headers: { 'if-none-match': '*' }, current: STRONG, get: 304, put: 412 },
  {
    name: 'If-None-Match over If-Modified-Since',
    headers: { 'if-none-match': '"v2"', 'if-modified-since': MODIFIED },
    current: STRONG,
    get: 'proceed',
    put: 'proceed',
  },
  {
    name: 'If-Modified-Since of the same time',
    headers: { 'if-modified-since': MODIFIED },
    current: DATED,
    get: 304,
    put: 'proceed',
  },
  {
    name: 'If-Modified-Since of an earlier time',
    headers: { 'if-modified-since': BEFORE },
    current: DATED,
    get: 'proceed',
    put: 'proceed',
  },
  {
    name: 'If-Modified-Since that is no date',
    headers: { 'if-modified-since': 'soon' },
    current: DATED,
    get: 'proceed',
    put: 'proceed',
  },
  {
    name: 'If-Match that matches',
    headers: { 'if-match': '"v0", "v1"' },
    current: STRONG,
    get: 'proceed',
    put: 'proceed',
  },
  {
    name: 'If-Match that matches only weakly',
    headers: { 'if-match': 'W/"v1"' },
    current: WEAK,
    get: 412,
    put: 412,
  },
  { name: 'If-Match that differs', headers: { 'if-match': '"v2"' }, current: STRONG, get: 412, put: 412 },
  { name: 'If-Match: *', headers: { 'if-match': '*' }, current: DATED, get: 'proceed', put: 'proceed' },
  {
    name: 'If-Match over If-Unmodified-Since',
    headers: { 'if-match': '"v1"', 'if-unmodified-since': BEFORE },
    current: STRONG,
    get: 'proceed',
    put: 'proceed',
  },
  {
    name: 'If-Unmodified-Since of the same time',
    headers: { 'if-unmodified-since': MODIFIED },
    current: DATED,
    get: 'proceed',
    put: 'proceed',
  },
  {
    name: 'If-Unmodified-Since of an earlier time',
    headers: { 'if-unmodified-since': BEFORE },
    current: DATED,
    get: 412,
    put: 412,
  },
  {
    name: 'If-Match, then If-None-Match',
    headers: { 'if-match': '"v1"', 'if-none-match': '"v1"' },
    current: STRONG,
    get: 304,
    put: 412,
  },
  {
    name: 'conditions on what has no validators',
    headers: { 'if-match': '"v1"', 'if-none-match': '*' },
    current: {},
    get: 'proceed',
    put: 'proceed',
  },
])('$name: $get for GET and HEAD, $put for PUT', ({ headers, current, get, put }) => {
  expect(evaluateConditions('GET', headers, current, NOW)).toBe(get);
  expect(evaluateConditions('HEAD', headers, current, NOW)).toBe(get);
  expect(evaluateConditions('PUT', headers, current, NOW)).toBe(put);
});

test.each([
  { name: 'no field', field: undefined, current: STRONG, serves: true },
  { name: 'the same strong tag', field: '"v1"', current: STRONG, serves: true },
  { name: 'the same weak tag', field: 'W/"v1"', current: WEAK, serves: false },
  { name: 'another tag', field: '"v2"', current: STRONG, serves: false },
  { name: 'the same date', field: MODIFIED, current: DATED, serves: true },
  { name: 'another date', field: BEFORE, current: DATED, serves: false },
  {
    name: 'a date of this very second',
    field: MODIFIED,
    current: DATED,
    nowMs: LAST_MODIFIED_MS + 999,
    serves: false,
  },
])('If-Range with $name: $serves', ({ field, current, serves, nowMs = NOW }) => {
  expect(evaluateIfRange(field, current, nowMs)).toBe(serves);
});

test('answers 304 with the validators and without a body', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?etag=v1&cache-control=max-age=1&vary=Accept`, {
    headers: { 'If-None-Match': '"v1"' },
  });
  expect(response.status).toBe(304);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    etag: '"v1"',
    'cache-control': 'max-age=1',
    vary: 'Accept',
  });
  expect(response.headers.get('content-type')).toBeNull();
  expect(await response.text()).toBe('');
});

test('does not look at conditions where the answer is no success', async () => {
  const { url } = await startInstance();
  const response = await fetch(`${url}/?etag=v1&status=404`, { headers: { 'If-None-Match': '"v1"' } });
  expect(response.status).toBe(404);
});
