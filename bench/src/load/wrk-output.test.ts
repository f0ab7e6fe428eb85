import { expect, test } from 'vitest';
import { parseWrkOutput } from './wrk-output.ts';

// What wrk 4.1.0 printed in front of a server that answers, resets and answers 503 in turn.
const TROUBLED = `Running 1s test @ http://127.0.0.1:9917/
  1 threads and 4 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   341.52us    0.92ms  13.14ms   94.09%
    Req/Sec    16.56k     6.43k   25.49k    63.64%
  Latency Distribution
     50%  115.00us
     75%  185.00us
     90%  569.00us
     99%    4.94ms
  18122 requests in 1.10s, 2.27MB read
  Socket errors: connect 0, read 9061, write 0, timeout 0
  Non-2xx or 3xx responses: 9061
Requests/sec:  16483.75
Transfer/sec:      2.07MB
`;

const CLEAN = TROUBLED.replace(/ {2}Socket errors.*\n {2}Non-2xx.*\n/, '');

test('reads requests, rate, percentiles and both kinds of errors', () => {
  expect(parseWrkOutput(TROUBLED)).toEqual({
    requests: 18_122,
    requestsPerSecond: 16_483.75,
    p50Us: 115,
    p99Us: 4_940,
    badStatuses: 9_061,
    socketErrors: 9_061,
  });
});

test('adds the four kinds of socket errors', () => {
  const text = TROUBLED.replace(
    /connect 0, read 9061, write 0, timeout 0/,
    'connect 1, read 20, write 300, timeout 4000',
  );
  expect(parseWrkOutput(text).socketErrors).toBe(4_321);
});

test('counts no errors when wrk prints no such line', () => {
  expect(parseWrkOutput(CLEAN)).toMatchObject({ requests: 18_122, badStatuses: 0, socketErrors: 0 });
});

test.each([
  { printed: '2.50s', us: 2_500_000 },
  { printed: '17.04ms', us: 17_040 },
  { printed: '950.00us', us: 950 },
  { printed: '1.50m', us: 90_000_000 },
])('reads $printed as $us us', ({ printed, us }) => {
  expect(parseWrkOutput(CLEAN.replace(/99%\s+4.94ms/, `99%  ${printed}`)).p99Us).toBeCloseTo(us, 6);
});

test('says what is missing in an output that it does not know', () => {
  expect(() => parseWrkOutput('unable to connect to 127.0.0.1:9 Connection refused')).toThrow(
    /^no .*requests in .* in the output of wrk:\nunable to connect/,
  );
});
