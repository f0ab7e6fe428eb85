import type { EndpointOptions } from '@hostler/balancer';
import type { Config } from '@hostler/config';
import type { Clock } from '../clock.ts';
import { ConfigAssembly } from '../control-plane/configuration/config-assembly.ts';
import type { PreparedId } from '../control-plane/data-plane-link.ts';
import { LocalLink } from '../control-plane/local-link.ts';
import type { DataPlane } from '../data-plane/data-plane.ts';
import type { Message, PlaneOrder } from './protocol.ts';

export interface WorkerPlaneParts {
  /** Makes the data plane when the first configuration comes. @param workers processes that carry traffic */
  readonly createPlane: (config: Config, workers: number) => DataPlane;
  readonly send: (message: Message) => void;
  readonly clock: Clock;
}

/** A configuration that is compiled and not in use. */
interface Prepared {
  readonly link: LocalLink;
  /** `null` for the first one: the data plane was made with it. */
  readonly id: PreparedId | null;
  /** What its services begin with. */
  readonly endpoints: Map<string, readonly EndpointOptions[]>;
}

/** A worker's data plane, which goes by what the primary says. */
export class WorkerPlane {
  readonly #parts: WorkerPlaneParts;
  #plane: DataPlane | null = null;
  /** `null` before the first `commit`. */
  #link: LocalLink | null = null;
  #assembly: { readonly config: ConfigAssembly; readonly workers: number } | null = null;
  #prepared: Prepared | null = null;

  constructor(parts: WorkerPlaneParts) {
    this.#parts = parts;
  }

  obey(order: PlaneOrder): void {
    switch (order.kind) {
      case 'head': {
        const present = this.#plane?.snapshot.config ?? null;
        this.#assembly = { config: new ConfigAssembly(order.head, present), workers: order.workers };
        this.#parts.send({ kind: 'next' });
        break;
      }
      case 'services':
        this.#assembly?.config.add(order);
        this.#parts.send({ kind: 'next' });
        break;
      case 'prepare':
        void this.#answer('prepared', () => this.#prepare());
        break;
      case 'endpoints':
        for (const [service, endpoints] of order.endpoints) this.#prepared?.endpoints.set(service, endpoints);
        this.#parts.send({ kind: 'next' });
        break;
      case 'commit':
        void this.#answer('committed', () => this.#commit());
        break;
      case 'discard':
        this.#discard();
        break;
      case 'update':
        this.#update(order.service, order.endpoints);
        break;
      case 'inject':
        this.#link?.inject(order.service, order.fault);
        break;
    }
  }

  /** Ends the reports, with one of all that was not reported yet. */
  close(): void {
    this.#link?.close();
    const report = this.#plane?.collect();
    if (report !== undefined && report.services.length > 0) this.#parts.send({ kind: 'report', report });
  }

  async #answer(done: 'prepared' | 'committed', step: () => Promise<void>): Promise<void> {
    try {
      await step();
      this.#parts.send({ kind: done });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#parts.send({ kind: 'failed', message });
    }
  }

  async #prepare(): Promise<void> {
    if (this.#assembly === null) throw new Error('there is no configuration to prepare');
    const { config: assembly, workers } = this.#assembly;
    this.#assembly = null;
    const config = assembly.finish();
    const { createPlane, clock } = this.#parts;
    if (this.#link === null) {
      this.#plane ??= createPlane(config, workers);
      this.#prepared = { link: new LocalLink(this.#plane, clock), id: null, endpoints: new Map() };
      return;
    }
    const link = this.#link;
    this.#prepared = { link, id: await link.prepare(config), endpoints: new Map() };
  }

  async #commit(): Promise<void> {
    const prepared = this.#prepared;
    if (prepared === null) throw new Error('there is no configuration to commit');
    this.#prepared = null;
    const { link, id, endpoints } = prepared;
    if (id !== null) {
      await link.commit(id, endpoints);
      return;
    }
    for (const [service, states] of endpoints) link.update(service, states);
    link.onReport((_, report) => this.#parts.send({ kind: 'report', report }));
    link.start();
    this.#link = link;
  }

  #discard(): void {
    const prepared = this.#prepared;
    this.#prepared = null;
    this.#assembly = null;
    if (prepared !== null && prepared.id !== null) prepared.link.discard(prepared.id);
  }

  #update(service: string, endpoints: readonly EndpointOptions[]): void {
    this.#link?.update(service, endpoints);
    // One that the prepared configuration changes is not updated meanwhile; before the first, everything is prepared.
    if (this.#link === null) this.#prepared?.endpoints.set(service, endpoints);
  }
}
