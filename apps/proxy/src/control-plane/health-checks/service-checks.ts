import type { Health } from '@hostler/balancer';
import { EndpointCheck } from './endpoint-check.ts';
import type { CheckParts, CheckResult } from './endpoint-check.ts';
import type { ProbeTarget } from './probe.ts';

/** An endpoint that is checked, by its name. */
export interface CheckedEndpoint extends ProbeTarget {
  readonly name: string;
}

/** The active checks of a service's endpoints. */
export class ServiceChecks {
  readonly #parts: CheckParts;
  readonly #onResult: (endpoint: string, result: CheckResult) => void;
  readonly #inherited: ReadonlyMap<string, Health>;
  #checks = new Map<string, EndpointCheck>();

  /** @param before checks of another kind, which end: what they said holds until the first result of these */
  constructor(
    parts: CheckParts,
    onResult: (endpoint: string, result: CheckResult) => void,
    before: ServiceChecks | null = null,
  ) {
    this.#parts = parts;
    this.#onResult = onResult;
    this.#inherited = before?.stop() ?? new Map();
  }

  /** Begins with those that are new, ends with those that are gone. */
  update(endpoints: readonly CheckedEndpoint[]): void {
    const before = this.#checks;
    this.#checks = new Map();
    const added: EndpointCheck[] = [];
    for (const endpoint of endpoints) {
      let check = before.get(endpoint.name);
      if (check === undefined) {
        check = new EndpointCheck(
          endpoint,
          this.#parts,
          (result) => this.#onResult(endpoint.name, result),
          this.#inherited.get(endpoint.name),
        );
        added.push(check);
      }
      this.#checks.set(endpoint.name, check);
      before.delete(endpoint.name);
    }
    for (const check of before.values()) check.stop();
    for (const check of added) check.start();
  }

  /** `unknown` for an endpoint that was not checked yet. */
  health(endpoint: string): Health {
    return this.#checks.get(endpoint)?.health ?? 'unknown';
  }

  /** The last check of an endpoint; `null` before the first. */
  last(endpoint: string): { readonly at: Date; readonly error: string | null } | null {
    return this.#checks.get(endpoint)?.last ?? null;
  }

  /** @returns what was known in the end */
  stop(): ReadonlyMap<string, Health> {
    const known = new Map<string, Health>();
    for (const [name, check] of this.#checks) {
      check.stop();
      known.set(name, check.health);
    }
    this.#checks.clear();
    return known;
  }
}
