import type { OutcomeCounts } from '../outcome-counts.ts';
import { maxEjected } from './ejection.ts';
import type { Ejection, OutlierDetectionOptions } from './ejection.ts';
import { ObservedEndpoint } from './observed-endpoint.ts';

/**
 * Judges the endpoints of one service by how their requests ended, and keeps those out that answer badly.
 *
 * What counts is what was reported, in batches and from several processes, so a run of failures is one over reports
 * and not over moments. Endpoints are known by name. Nothing here has a timer: who owns it calls `advance` at
 * `nextChangeAtMs`.
 *
 * Counting costs O(1); the ejected ones are few and are searched.
 */
export class OutlierDetector {
  readonly #options: OutlierDetectionOptions;
  #endpoints = new Map<string, ObservedEndpoint>();
  readonly #ejected = new Map<string, Ejection>();

  constructor(options: OutlierDetectionOptions) {
    this.#options = options;
  }

  /**
   * The service's endpoints are these now. One that stays keeps its counts and its ejection, one that goes is forgotten.
   * @returns those whose ejection ended because so many others went that too large a share would be out.
   */
  endpoints(names: Iterable<string>): readonly string[] {
    const known = this.#endpoints;
    this.#endpoints = new Map();
    for (const name of names) {
      this.#endpoints.set(name, known.get(name) ?? new ObservedEndpoint(this.#options));
    }
    for (const name of this.#ejected.keys()) {
      if (!this.#endpoints.has(name)) this.#ejected.delete(name);
    }
    return this.#readmitSurplus();
  }

  /**
   * Counts how requests to an endpoint ended.
   * @param mayEject Whether another endpoint would be left that is available; only asked when this one should go.
   * @returns the ejection that this led to. `null` also when it should be out and may not: the next failure asks again.
   */
  record(
    name: string,
    counts: OutcomeCounts,
    nowMs: number,
    mayEject: (name: string) => boolean,
  ): Ejection | null {
    const endpoint = this.#endpoints.get(name);
    const reason = endpoint?.count(counts, nowMs) ?? null;
    if (endpoint === undefined || reason === null) return null;
    if (this.#ejected.size >= this.#maxEjected || !mayEject(name)) return null;
    const ejection = endpoint.eject(reason, nowMs);
    this.#ejected.set(name, ejection);
    return ejection;
  }

  /** An active check passed: an ejected endpoint comes back, with nothing counted. @returns whether it was ejected. */
  readmit(name: string): boolean {
    if (!this.#ejected.delete(name)) return false;
    this.#endpoints.get(name)?.readmit();
    return true;
  }

  /** @returns those whose ejection is over by now. They are judged anew, from nothing. */
  advance(nowMs: number): readonly string[] {
    const over = [...this.#ejected].filter(([, { untilMs }]) => untilMs <= nowMs).map(([name]) => name);
    for (const name of over) this.readmit(name);
    return over;
  }

  /** `null` when it is not ejected or not known. */
  ejection(name: string): Ejection | null {
    return this.#ejected.get(name) ?? null;
  }

  /** When the next ejection ends; `null` when there is none. @unit ms, on the caller's clock */
  get nextChangeAtMs(): number | null {
    let next: number | null = null;
    for (const { untilMs } of this.#ejected.values()) next = Math.min(untilMs, next ?? untilMs);
    return next;
  }

  get #maxEjected(): number {
    return maxEjected(this.#endpoints.size, this.#options.maxEjectedPercent);
  }

  #readmitSurplus(): readonly string[] {
    const surplus = this.#ejected.size - this.#maxEjected;
    if (surplus <= 0) return [];
    const soonest = [...this.#ejected].sort(([, a], [, b]) => a.untilMs - b.untilMs);
    const names = soonest.slice(0, surplus).map(([name]) => name);
    for (const name of names) this.readmit(name);
    return names;
  }
}
