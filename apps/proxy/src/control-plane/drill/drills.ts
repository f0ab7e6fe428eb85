import type { ServiceConfig } from '@hostler/config';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { InjectedFault } from '../../data-plane/forwarding/faults/injected-fault.ts';
import type { PlaneReport } from '../../data-plane/stats/service-report.ts';
import type { EndpointView, ServiceView } from '../views.ts';
import { Drill } from './drill.ts';
import type { DrillOrder, DrillRefusal } from './drill-order.ts';
import type { DrillReport } from './drill-report.ts';
import type { StopReason } from './drill-state.ts';
import { availableEndpoints, endpointState, isAvailable } from './endpoint-state.ts';

/** What drills need of the control plane. */
export interface DrillsParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly view: (service: string) => ServiceView | null;
  readonly config: (service: string) => ServiceConfig | null;
  /** @returns whether there is such an endpoint */
  readonly inject: (service: string, fault: InjectedFault | null) => boolean;
}

/** A drill that has begun, or why there is none. */
export type DrillStart =
  | {
      readonly ok: true;
      /** Comes when it is over. Never rejected. */
      readonly result: Promise<DrillReport>;
    }
  | { readonly ok: false; readonly refusal: DrillRefusal };

/** The drills that are under way: at most one a service. */
export class Drills {
  readonly #parts: DrillsParts;
  readonly #running = new Map<string, Drill>();
  #isClosed = false;

  constructor(parts: DrillsParts) {
    this.#parts = parts;
  }

  /** Begins one. @param signal ends it, and takes the fault out, when whoever asked for it is gone */
  begin(order: DrillOrder, signal: AbortSignal): DrillStart {
    const { clock, view, config, inject } = this.#parts;
    const service = view(order.service);
    const settings = config(order.service);
    if (service === null || settings === null) return refuse({ why: 'no-service' });
    const running = this.#running.get(order.service);
    if (running !== undefined) {
      const { endpoint, kind } = running.fault;
      return refuse({ why: 'running', endpoint, fault: kind });
    }
    const endpoint = chosen(service, order);
    if (!(typeof endpoint === 'string')) return refuse(endpoint);
    const drill = new Drill(order, endpoint, settings, {
      clock,
      look: () => endpointState(view(order.service), endpoint),
      mayBegin: () => order.force || hasOther(view(order.service)),
      inject: (fault) => inject(order.service, fault),
    });
    this.#running.set(order.service, drill);
    return { ok: true, result: this.#follow(drill, order, signal) };
  }

  reported({ services }: PlaneReport): void {
    if (this.#running.size === 0) return;
    for (const report of services) this.#running.get(report.name)?.reported(report);
  }

  /** The data planes go by another configuration. */
  configured(): void {
    for (const drill of this.#running.values()) drill.configured();
  }

  /** Ends all there are, and those that are still asked for. Their faults are taken out before this returns. */
  close(): void {
    this.#isClosed = true;
    for (const drill of this.#running.values()) drill.stop('shutting-down');
  }

  async #follow(drill: Drill, order: DrillOrder, signal: AbortSignal): Promise<DrillReport> {
    const { logger } = this.#parts;
    const line = { service: order.service, ...drill.fault };
    logger.warn({ ...line, forMs: order.forMs }, 'a drill begins: an endpoint will be treated as failing');
    const stop = (why: StopReason) => () => drill.stop(why);
    const onAbort = stop('caller-left');
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) drill.stop('caller-left');
    if (this.#isClosed) drill.stop('shutting-down');
    const report = await drill.result;
    signal.removeEventListener('abort', onAbort);
    this.#running.delete(order.service);
    const { verdict, reasons } = report;
    logger.warn({ ...line, verdict, reasons }, 'a drill is over');
    return report;
  }
}

function chosen(service: ServiceView, { endpoint, force }: DrillOrder): string | DrillRefusal {
  const available = availableEndpoints(service);
  const named = service.endpoints.find((view) => view.address === endpoint && !view.draining);
  if (endpoint !== null && named === undefined) return { why: 'no-endpoint' };
  if (!force && available.length < 2) return { why: 'too-few', available: available.length };
  if (named !== undefined) {
    const { availability, address } = named;
    return force || isAvailable(named) ? address : { why: 'unavailable', availability };
  }
  const busiest = mostAsked(available) ?? mostAsked(service.endpoints.filter(({ draining }) => !draining));
  return busiest?.address ?? { why: 'too-few', available: 0 };
}

/** The first of them when there are several; a backup only when nothing else is there. */
function mostAsked(endpoints: readonly EndpointView[]): EndpointView | undefined {
  const primaries = endpoints.filter(({ backup }) => !backup);
  const some = primaries.length > 0 ? primaries : endpoints;
  return some.toSorted((a, b) => b.requests - a.requests)[0];
}

function hasOther(service: ServiceView | null): boolean {
  return service !== null && availableEndpoints(service).length >= 2;
}

function refuse(refusal: DrillRefusal): DrillStart {
  return { ok: false, refusal };
}
