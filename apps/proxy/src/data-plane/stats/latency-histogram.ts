/** Counts of a histogram that can be added to another one; small, because most buckets are empty. Plain JSON. */
export interface SparseHistogram {
  /** Sum of the values. @unit ms */
  readonly sumMs: number;
  /** Bucket, count, bucket, count, and so on, in the order of the buckets; empty ones are left out. */
  readonly buckets: readonly number[];
}

/** Values below count as this. @unit ms */
const minMs = 0.1;
/** Values above count as this: an hour. @unit ms */
const maxMs = 3_600_000;
/** How far a quantile may be from the value that it stands for. */
const relativeError = 0.05;
/**
 * Each bucket's upper bound relative to the one below. With this growth the middle of a bucket is within
 * `relativeError` of everything in it.
 * @see DDSketch, https://www.vldb.org/pvldb/vol12/p2195-masson.pdf, definition 2.1 and lemma 2
 */
const growth = (1 + relativeError) / (1 - relativeError);
const perLog = 1 / Math.log(growth);
const bucketCount = bucketOf(maxMs) + 1;

/** What stands for all values of a bucket. @unit ms */
const middles = Float64Array.from({ length: bucketCount }, (_, bucket) =>
  bucket === 0 ? minMs : (2 * minMs * growth ** bucket) / (growth + 1),
);

/** Bucket 0 is everything up to `minMs`; bucket n is above `minMs * growth^(n-1)`, up to `minMs * growth^n`. */
function bucketOf(ms: number): number {
  return ms > minMs ? Math.ceil(Math.log(Math.min(ms, maxMs) / minMs) * perLog) : 0;
}

/** These values without those below `ms`, give or take what the buckets blur. The sum is not kept. */
export function notBelow({ buckets }: SparseHistogram, ms: number): SparseHistogram {
  const kept: number[] = [];
  for (let i = 0; i + 1 < buckets.length; i += 2) {
    const [bucket = 0, count = 0] = buckets.slice(i, i + 2);
    if ((middles[bucket] ?? 0) >= ms) kept.push(bucket, count);
  }
  return { sumMs: 0, buckets: kept };
}

const none = new Uint32Array(0);

/**
 * How often each latency occurred, from 0.1 ms to 1 h within 5 %; what is outside counts at the edge.
 *
 * Recording is O(1) and allocates nothing but, once, the 700 bytes of the counts: a service without traffic has none.
 */
export class LatencyHistogram {
  #counts: Uint32Array = none;
  #count = 0;
  #sumMs = 0;

  /** How many values were recorded. */
  get count(): number {
    return this.#count;
  }

  record(ms: number): void {
    this.#add(bucketOf(ms), 1);
    this.#sumMs += ms;
  }

  /** Adds what another histogram counted. */
  merge({ sumMs, buckets }: SparseHistogram): void {
    for (let i = 0; i + 1 < buckets.length; i += 2) this.#add(buckets[i] ?? 0, buckets[i + 1] ?? 0);
    this.#sumMs += sumMs;
  }

  /**
   * The value that the share `q` of all values is not above, within 5 %.
   * @param q 0 to 1
   * @param other counted in as if it had been merged
   * @returns `null` without values  @unit ms
   */
  quantileMs(q: number, other: LatencyHistogram | null = null): number | null {
    const count = this.#count + (other === null ? 0 : other.#count);
    if (count === 0) return null;
    const rank = Math.max(1, Math.ceil(q * count));
    const others = other === null ? none : other.#counts;
    let seen = 0;
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      seen += (this.#counts[bucket] ?? 0) + (others[bucket] ?? 0);
      if (seen >= rank) return middles[bucket] ?? null;
    }
    return null;
  }

  toSparse(): SparseHistogram {
    const buckets: number[] = [];
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      const count = this.#counts[bucket] ?? 0;
      if (count > 0) buckets.push(bucket, count);
    }
    return { sumMs: this.#sumMs, buckets };
  }

  /** Starts anew; the memory is kept. */
  clear(): void {
    if (this.#count === 0) return;
    this.#counts.fill(0);
    this.#count = 0;
    this.#sumMs = 0;
  }

  #add(bucket: number, count: number): void {
    if (this.#counts.length === 0) this.#counts = new Uint32Array(bucketCount);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    this.#count += count;
  }
}
