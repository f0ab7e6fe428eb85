import { FakeClock, dnsServer } from '@hostler/test-kit';
import type { DnsServer } from '@hostler/test-kit';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { createSource } from '../create-source.ts';
import type { DiscoveredService } from '../create-source.ts';
import type { DiscoveredEndpoint, EndpointSource } from '../endpoint-source.ts';
import type { SourceParts } from '../source-parts.ts';

/** A source at work, and everything that it said. */
export interface Discovering {
  readonly source: EndpointSource;
  readonly clock: FakeClock;
  /** Lists in the order told, each as its endpoints in short: see `inShort`. */
  readonly told: readonly (readonly string[])[];
  /** Whether `ready` has come. */
  readonly ready: boolean;
  /** Messages of the log with their errors. */
  readonly logged: readonly string[];
  /** Waits for the n-th list, counted from 1, and says what it has. */
  list(count: number): Promise<readonly string[]>;
}

/** `10.0.0.1:80`, then what is not usual: `*3` for a weight, `backup`, and `as name:port` for an authority. */
function inShort({ address, port, weight, backup, authority }: DiscoveredEndpoint): string {
  const name = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return [
    name,
    weight === 1 ? [] : `*${weight}`,
    backup ? 'backup' : [],
    authority === name ? [] : `as ${authority}`,
  ]
    .flat()
    .join(' ');
}

/** Longer than a busy machine takes to answer: only tests of silence wait for the end of it. @unit ms */
const patientMs = 10_000;

/** Starts the source of a service on a clock that stands still, without jitter; it is closed with the test. */
export function discovering(
  service: Partial<DiscoveredService>,
  parts: Partial<Omit<SourceParts, 'clock'>> = {},
): Discovering {
  const clock = new FakeClock();
  const told: string[][] = [];
  const logged: string[] = [];
  const source = createSource(
    { name: 'shop', hosts: [], discovery: null, ...service },
    {
      clock,
      logger: pino({ base: null, timestamp: false }, { write: (line) => logged.push(summary(line)) }),
      random: () => 0,
      date: () => Date.UTC(2026, 0, 1) + clock.now(),
      resolver: { timeout: patientMs, tries: 1 },
      ...parts,
    },
  );
  if (source === null) throw new Error('all of these hosts are addresses');
  onTestFinished(() => {
    source.close();
    expect(clock.pending).toBe(0);
  });
  const state = { ready: false };
  void source.ready.then(() => {
    state.ready = true;
  });
  source.start((endpoints) => told.push(endpoints.map(inShort)));
  return {
    source,
    clock,
    told,
    logged,
    get ready() {
      return state.ready;
    },
    async list(count) {
      await expect.poll(() => told.length).toBeGreaterThanOrEqual(count);
      return told[count - 1] ?? [];
    },
  };
}

function summary(line: string): string {
  // Written by the logger itself.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { level, msg, error } = JSON.parse(line) as { level: number; msg: string; error?: string };
  return `${level >= 40 ? 'warn' : 'info'}: ${msg}${error === undefined ? '' : `: ${error}`}`;
}

/** A name server that ends with the test. */
export async function nameServer(): Promise<DnsServer> {
  const server = await dnsServer();
  onTestFinished(() => server.close());
  return server;
}
