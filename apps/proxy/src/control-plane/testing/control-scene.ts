import { defineConfig } from '@hostler/config';
import type { Config } from '@hostler/config';
import { FakeClock } from '@hostler/test-kit';
import { pino } from 'pino';
import { afterEach } from 'vitest';
import { ControlPlane } from '../control-plane.ts';
import type { DiscoveredEndpoint } from '../discovery/endpoint-source.ts';
import type { EndpointSource } from '../discovery/endpoint-source.ts';
import type { ProbeDone } from '../health-checks/probe.ts';
import { RecordingLink } from './recording-link.ts';

/** A source that says what the test says. */
export class ScriptedSource implements EndpointSource {
  readonly ready: Promise<void>;
  isStarted = false;
  isClosed = false;
  #answered = false;
  readonly #becomeReady: () => void;
  #listener: (endpoints: readonly DiscoveredEndpoint[]) => void = () => {};

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#becomeReady = resolve;
  }

  get status(): EndpointSource['status'] {
    const lastAnswerAt = this.#answered ? '2026-01-01T00:00:00.000Z' : null;
    return { type: 'dns', state: this.#answered ? 'ok' : 'stale', lastError: null, lastAnswerAt };
  }

  start(listener: (endpoints: readonly DiscoveredEndpoint[]) => void): void {
    this.isStarted = true;
    this.#listener = listener;
  }

  /** @param addresses all on port 80 */
  answer(...addresses: string[]): void {
    this.say(addresses.map((address) => ({ address, port: 80 })));
  }

  say(found: readonly { readonly address: string; readonly port: number }[]): void {
    this.#answered = true;
    this.#listener(
      found.map(({ address, port }) => ({
        address,
        port,
        weight: 1,
        backup: false,
        authority: 'shop.internal:80',
      })),
    );
    this.#becomeReady();
  }

  /** As after two seconds without an answer. */
  giveUp(): void {
    this.#becomeReady();
  }

  close(): void {
    this.isClosed = true;
    this.#becomeReady();
  }
}

/** A control plane on a link that records, with sources and probes that do what the test says. */
export interface ControlScene {
  readonly control: ControlPlane;
  readonly link: RecordingLink;
  readonly clock: FakeClock;
  /** Of services with `discovery`, in the order in which they were made. */
  readonly sources: readonly ScriptedSource[];
  /** Ends the probe of an endpoint that runs now. */
  readonly probed: (endpoint: string, error: string | null) => void;
  /** Endpoints that are being probed, in the order of beginning. */
  readonly probing: readonly string[];
  readonly log: readonly Record<string, unknown>[];
}

const open: ControlPlane[] = [];

afterEach(() => {
  for (const control of open.splice(0)) control.close();
});

/** Hosts `10.0.0.1`, `10.0.0.2` and so on, all on port 80. */
export function hosts(count: number): { address: string; port: number }[] {
  return Array.from({ length: count }, (_, index) => ({ address: `10.0.0.${index + 1}`, port: 80 }));
}

/** A service, `NAME.test`, of three endpoints unless the settings say otherwise. */
export function service(name: string, settings: object = {}): object {
  return { name, domain: `${name}.test`, hosts: hosts(3), ...settings };
}

export function configOf(services: readonly object[], settings: object = {}): Config {
  return defineConfig({ proxy: { services, ...settings } });
}

/** Closed at the end of the test. */
export function controlOf(config: Config): ControlScene {
  const clock = new FakeClock();
  const link = new RecordingLink();
  const sources: ScriptedSource[] = [];
  const running = new Map<string, ProbeDone>();
  const log: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a log line is one JSON object
    log.push(JSON.parse(line) as Record<string, unknown>);
  };
  const control = new ControlPlane(config, {
    link,
    clock,
    random: () => 0.5,
    logger: pino({ base: null, timestamp: false, formatters: { level: (level) => ({ level }) } }, { write }),
    discovery: ({ discovery }) => {
      if (discovery === null) return null;
      const source = new ScriptedSource();
      sources.push(source);
      return source;
    },
    probe:
      () =>
      ({ address, port }, done) => {
        const name = `${address}:${port}`;
        running.set(name, done);
        return () => running.delete(name);
      },
  });
  open.push(control);
  return {
    control,
    link,
    clock,
    sources,
    log,
    get probing() {
      return [...running.keys()];
    },
    probed: (endpoint, error) => {
      const done = running.get(endpoint);
      if (done === undefined) throw new Error(`${endpoint} is not being probed`);
      running.delete(endpoint);
      done(error);
    },
  };
}
