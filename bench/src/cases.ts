/** One kind of request that every contender is measured with. */
export interface BenchCase {
  /** Stable name, used in the JSON file. */
  readonly name: string;
  /** Heading of the table. */
  readonly title: string;
  readonly method: 'GET' | 'POST';
  /** Path and query, answered by the upstream of `upstream/server.ts`. */
  readonly path: string;
  /** Size of the request body. @unit bytes; 0 is no body */
  readonly requestBytes: number;
  /** Size of the response body. @unit bytes; null where the upstream decides */
  readonly responseBytes: number | null;
  /** A contender is warm after so many: by count, because on a busy machine a time says nothing about compiled code. */
  readonly warmUpRequests: number;
  /** Client connections, each with one request in flight. */
  readonly connections: number;
}

/** The Host of every request under load: contenders that route by Host know this one and no other. */
export const BENCH_HOST = 'bench.example';

const KIB = 1024;
const MIB = 1024 * KIB;

/** In the order of the tables. */
export const CASES: readonly BenchCase[] = [
  {
    name: 'small-get',
    title: 'Small GET (100 B)',
    method: 'GET',
    path: '/bytes/100',
    requestBytes: 0,
    responseBytes: 100,
    warmUpRequests: 20_000,
    connections: 32,
  },
  {
    name: 'large-get',
    title: '64 KiB GET',
    method: 'GET',
    path: `/bytes/${64 * KIB}`,
    requestBytes: 0,
    responseBytes: 64 * KIB,
    warmUpRequests: 10_000,
    connections: 16,
  },
  {
    name: 'large-post',
    title: '1 MiB POST',
    method: 'POST',
    // The upstream answers 400 unless exactly so many bytes came: a body lost under load is a counted error.
    path: `/receive?expect=${MIB}`,
    requestBytes: MIB,
    responseBytes: null,
    warmUpRequests: 1_000,
    connections: 8,
  },
];
