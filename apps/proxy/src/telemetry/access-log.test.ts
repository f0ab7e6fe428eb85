import { describe, expect, it } from 'vitest';
import { createAccessLog } from './access-log.ts';
import type { RequestRecord } from './request-record.ts';

const record: RequestRecord = {
  id: '0190-1',
  method: 'GET',
  target: '/a?b=c',
  host: 'shop.test',
  client: '192.0.2.1',
  service: 'shop',
  endpoint: '127.0.0.1:9090',
  attempts: 2,
  queueWaitMs: 0,
  status: 200,
  requestBytes: 3,
  responseBytes: 4,
  error: null,
  detail: null,
};

function lineOf(changes: Partial<RequestRecord>, durationMs = 1.23456): unknown {
  const lines: string[] = [];
  createAccessLog((line) => lines.push(line), true)?.({ ...record, ...changes }, durationMs);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('}\n')).toBe(true);
  const parsed: unknown = JSON.parse(lines[0] ?? '');
  return parsed;
}

describe('the access line', () => {
  it('has every field of a request that went well', () => {
    expect(lineOf({})).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
      requestId: '0190-1',
      method: 'GET',
      host: 'shop.test',
      path: '/a?b=c',
      status: 200,
      requestBytes: 3,
      bytes: 4,
      durationMs: 1.235,
      service: 'shop',
      endpoint: '127.0.0.1:9090',
      attempts: 2,
      client: '192.0.2.1',
      msg: 'request',
    });
  });

  it('says how long a request waited for room, if it did', () => {
    expect(lineOf({ queueWaitMs: 12.34567 })).toMatchObject({ attempts: 2, queueWaitMs: 12.346 });
  });

  it('says why a request failed, as a warning when it was not the client', () => {
    expect(lineOf({ status: 502, error: 'connection_refused', detail: 'ECONNREFUSED' })).toMatchObject({
      level: 'warn',
      error: 'connection_refused',
      detail: 'ECONNREFUSED',
    });
    expect(
      lineOf({ status: 404, error: 'destination_not_found', service: null, endpoint: null }),
    ).toMatchObject({
      level: 'info',
      error: 'destination_not_found',
      service: null,
      endpoint: null,
    });
  });

  it('stays one line of JSON whatever a client sends', () => {
    const target = '/"\\\n\r\t\u2028\u0000\ud800é';
    expect(lineOf({ target, method: '"', host: '\n', client: '\\' })).toMatchObject({
      path: target,
      method: '"',
    });
  });

  it('names the worker where there are several', () => {
    const lines: string[] = [];
    createAccessLog((line) => lines.push(line), true, 3)?.(record, 1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ worker: 3, requestId: '0190-1', msg: 'request' });
  });

  it('is not written when access lines are off', () => {
    expect(createAccessLog(() => {}, false)).toBe(null);
  });
});
