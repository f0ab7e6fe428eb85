import type { FaultKind } from '../../data-plane/forwarding/faults/injected-fault.ts';

/** What an operator asks for. */
export interface DrillOrder {
  readonly service: string;
  readonly fault: FaultKind;
  /** How long the fault stays. @unit ms  @minimum 100  @maximum 300_000 */
  readonly forMs: number;
  /** `address:port`; `null` is the available one that has had the most requests. */
  readonly endpoint: string | null;
  /** Also with fewer than two available endpoints, and at one that gets no requests. */
  readonly force: boolean;
}

/** Why a drill does not begin. */
export type DrillRefusal =
  | { readonly why: 'no-service' }
  | { readonly why: 'no-endpoint' }
  /** The service has one under way. */
  | { readonly why: 'running'; readonly endpoint: string; readonly fault: FaultKind }
  /** Fewer than two would be left to choose from. */
  | { readonly why: 'too-few'; readonly available: number }
  /** The endpoint that was named gets no requests as it is. */
  | { readonly why: 'unavailable'; readonly availability: string };
