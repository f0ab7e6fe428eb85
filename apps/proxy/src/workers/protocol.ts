import type { EndpointOptions } from '@hostler/balancer';
import type { ConfigHead, ServicesSlice } from '../control-plane/configuration/config-slices.ts';
import type { InjectedFault } from '../data-plane/forwarding/faults/injected-fault.ts';
import type { PlaneReport } from '../data-plane/stats/service-report.ts';

/** The states of some services' endpoints, by the service's name. */
export type EndpointsSlice = readonly (readonly [service: string, endpoints: readonly EndpointOptions[]])[];

/**
 * What the primary tells a worker of its data plane. A new configuration is `head`, then `services` and `prepare`, then
 * `endpoints` and `commit`, or `discard`. Nothing of it is in use before `commit`.
 */
export type PlaneOrder =
  /** Begins a configuration. Answered by `next`, like each slice that follows. */
  | {
      readonly kind: 'head';
      readonly head: ConfigHead;
      /** Processes that carry traffic. */
      readonly workers: number;
    }
  | ({ readonly kind: 'services' } & ServicesSlice)
  /** All services are there: compile them. Answered by `prepared` or `failed`. */
  | { readonly kind: 'prepare' }
  /** What services of the prepared configuration begin with. Answered by `next`. */
  | { readonly kind: 'endpoints'; readonly endpoints: EndpointsSlice }
  /** Go by the prepared configuration. Answered by `committed` or `failed`. */
  | { readonly kind: 'commit' }
  /** The prepared configuration will not be used. */
  | { readonly kind: 'discard' }
  /** A service's endpoints have changed. */
  | { readonly kind: 'update'; readonly service: string; readonly endpoints: readonly EndpointOptions[] }
  /** `null` ends a fault. */
  | { readonly kind: 'inject'; readonly service: string; readonly fault: InjectedFault | null };

/** What the primary tells a worker; sent in order and heard in order. */
export type Order =
  | PlaneOrder
  /** A client's connection comes with it. Answered by `accepted`. */
  | { readonly kind: 'connection'; readonly id: number }
  /** The process is going to end: every response ends its connection. */
  | { readonly kind: 'drain' }
  /** No connection follows. Finish what is under way and end. */
  | { readonly kind: 'stop'; readonly timeoutMs: number };

/** What a worker answers to an order that waits for it. */
export type Answer =
  /** It has taken a slice. */
  | { readonly kind: 'next' }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'committed' }
  | { readonly kind: 'failed'; readonly message: string };

/** What a worker tells the primary. */
export type Message =
  | Answer
  /** It has loaded its program and waits for a configuration. Its first message. */
  | { readonly kind: 'ready' }
  /** The connection is its own from now on. Sent before any of it is read. */
  | { readonly kind: 'accepted'; readonly id: number }
  | { readonly kind: 'report'; readonly report: PlaneReport }
  /** After a defect it finishes what is under way, and wants nothing new. */
  | { readonly kind: 'leaving' };
