// `node generator.ts PORT CASE SECONDS`: raw sockets, one request in flight on each, one JSON line when done.
import { connect } from 'node:net';
import { BENCH_HOST, CASES } from '../cases.ts';
import type { BenchCase } from '../cases.ts';
import { createMessageReader } from '../wire/message-reader.ts';
import { percentile } from '../report/statistics.ts';
import type { LoadResult } from './load.ts';

const latenciesUs: number[] = [];
let badStatuses = 0;
let socketErrors = 0;
let ending = false;

/** Keeps one connection busy until the time is over; a lost connection is an error and is replaced. */
function keepBusy(port: number, request: Buffer): void {
  const socket = connect(port, '127.0.0.1');
  let sentAt = 0;
  let inFlight = false;
  const send = (): void => {
    if (ending) {
      socket.destroy();
      return;
    }
    sentAt = performance.now();
    inFlight = true;
    socket.write(request);
  };
  const read = createMessageReader({
    head(text) {
      // The status is at a fixed place: `HTTP/1.1 200`.
      if (text.charAt(9) !== '2') badStatuses += 1;
    },
    body() {},
    end() {
      inFlight = false;
      latenciesUs.push((performance.now() - sentAt) * 1_000);
      send();
    },
  });
  socket.setNoDelay(true);
  socket.on('connect', send);
  socket.on('data', read);
  // `close` follows and counts it.
  socket.on('error', () => socket.destroy());
  socket.on('close', (hadError) => {
    if (ending) return;
    // An idle connection may be closed by a server at any time; wrk does not count that either.
    if (hadError || inFlight) socketErrors += 1;
    // In a later turn: a port that refuses everything must not starve the timer that ends the run.
    setImmediate(() => keepBusy(port, request));
  });
}

function requestBytes(benchCase: BenchCase): Buffer {
  const length = benchCase.method === 'POST' ? `Content-Length: ${benchCase.requestBytes}\r\n` : '';
  const head = `${benchCase.method} ${benchCase.path} HTTP/1.1\r\nHost: ${BENCH_HOST}\r\n${length}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(benchCase.requestBytes, 'x')]);
}

function finish(startedAt: number): void {
  ending = true;
  const seconds = (performance.now() - startedAt) / 1_000;
  const sorted = latenciesUs.toSorted((a, b) => a - b);
  const result: LoadResult = {
    requests: sorted.length,
    requestsPerSecond: sorted.length / seconds,
    p50Us: percentile(sorted, 50),
    p99Us: percentile(sorted, 99),
    badStatuses,
    socketErrors,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

const [port, caseName, seconds] = process.argv.slice(2);
const benchCase = CASES.find(({ name }) => name === caseName);
if (benchCase === undefined) throw new Error(`there is no case ${caseName}`);
const request = requestBytes(benchCase);
for (let index = 0; index < benchCase.connections; index += 1) keepBusy(Number(port), request);
const startedAt = performance.now();
setTimeout(() => finish(startedAt), Number(seconds) * 1_000);
