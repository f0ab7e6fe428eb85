import type { Endpoint } from './endpoint.ts';

/**
 * When so few endpoints are healthy that the checks, or what they share, are the likelier fault: then health and
 * ejections are ignored, rather than sending all there is to the few that are left.
 *
 * @see Envoy, "Panic threshold"
 */
export class Panic {
  readonly #thresholdPercent: number;
  #on = false;

  constructor(thresholdPercent: number) {
    this.#thresholdPercent = thresholdPercent;
  }

  get on(): boolean {
    return this.#on;
  }

  /** What an operator took out is neither healthy nor missing. */
  judge(endpoints: readonly Endpoint[]): void {
    if (this.#thresholdPercent === 0) return;
    let serving = 0;
    let healthy = 0;
    for (const { drained, ejected, health } of endpoints) {
      if (drained) continue;
      serving += 1;
      if (!ejected && health !== 'unhealthy') healthy += 1;
    }
    this.#on = healthy * 100 < serving * this.#thresholdPercent;
  }
}
