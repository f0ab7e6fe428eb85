import { mkdtempSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launcher } from '../os/launcher.ts';
import type { Instance } from '../stage/instance.ts';
import { ProxyProcess } from '../stage/proxy-process.ts';
import { startArrivals } from '../traffic/arrivals.ts';
import type { RequestKind } from '../traffic/kinds.ts';
import { send } from '../traffic/send.ts';
import type { Answer } from '../traffic/send.ts';
import { attemptsByPath } from './observations.ts';
import type { Observation } from './observations.ts';

/** What all measurements are made with. */
export interface Bench {
  readonly instances: readonly Instance[];
  readonly launch: Launcher;
  readonly directory: string;
  /** The proxy's main file. */
  readonly main: string;
}

/** One measurement. */
export interface Plan {
  /** `retry` of the service, beside its defaults. */
  readonly retry: Readonly<Record<string, unknown>>;
  /** Makes one instance fail, for this long at least. */
  readonly begin: () => Promise<void>;
  /** Ends what does not end by itself. */
  readonly end: () => void;
  /** How long it is left so. @unit ms */
  readonly faultMs: number;
  /** Goes on after the fault until this says that it is enough, or for {@link AFTER_MS}. */
  readonly isOver: (soFar: readonly Observation[]) => boolean;
}

/** Small GETs a second, over all endpoints. */
export const PER_SECOND = 200;

const HOST = 'resilience.test';
const MAX_IN_FLIGHT = 400;
/** Enough for compiled code, and for the latencies that a hedge goes by. */
const LEAD_MS = 3_000;
const AFTER_MS = 20_000;
const POLL_MS = 250;

const SMALL_GET: RequestKind = {
  name: 'GET',
  weight: 1,
  method: 'GET',
  path: '/',
  bodyBytes: null,
  answerBytes: null,
  idempotent: true,
  cut: false,
};

/** Runs a fresh proxy under load through one fault. */
export async function observe(bench: Bench, plan: Plan): Promise<readonly Observation[]> {
  const directory = mkdtempSync(join(bench.directory, 'proxy-'));
  const ports = bench.instances.map(({ port }) => port);
  const proxy = await ProxyProcess.start(configOf(ports, plan.retry), { ...bench, directory });
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_IN_FLIGHT });
  const target = { port: proxy.port, host: HOST, agent };
  const answers: { readonly path: string; readonly answer: Answer }[] = [];
  let sent = 0;
  const arrivals = startArrivals({
    perSecond: PER_SECOND,
    maxInFlight: MAX_IN_FLIGHT,
    async sendOne() {
      const path = `/r/${(sent += 1)}`;
      answers.push({ path, answer: await send({ ...SMALL_GET, path }, path, target) });
    },
  });
  let beganMs = 0;
  const observations = (attempts: ReadonlyMap<string, number>): Observation[] =>
    answers.map(({ path, answer }) => toObservation(answer, beganMs, attempts.get(path) ?? 1));
  try {
    await delay(LEAD_MS);
    beganMs = performance.now();
    await plan.begin();
    await delay(plan.faultMs - (performance.now() - beganMs));
    plan.end();
    const deadline = performance.now() + AFTER_MS;
    while (!plan.isOver(observations(new Map())) && performance.now() < deadline) await delay(POLL_MS);
    await arrivals.stop();
  } finally {
    plan.end();
    agent.destroy();
    // With this the last lines of its log are written.
    await proxy.stop();
  }
  return observations(attemptsByPath(proxy.log()));
}

function toObservation(answer: Answer, beganMs: number, attempts: number): Observation {
  return {
    startedMs: answer.startedMs - beganMs,
    durationMs: answer.endedMs - answer.startedMs,
    fine: answer.ended === 'complete' && answer.status === 200 && answer.problem === null,
    instance: answer.instance,
    attempts,
  };
}

/** The defaults of the proxy, but for a time to wait for a hang that lets a measurement end. */
function configOf(ports: readonly number[], retry: Plan['retry']): string {
  const config = {
    proxy: {
      listen: { address: '127.0.0.1', port: 0 },
      admin: { address: '127.0.0.1', port: 0 },
      services: [
        {
          name: 'resilience',
          domain: HOST,
          hosts: ports.map((port) => ({ address: '127.0.0.1', port })),
          timeouts: { responseHeader: '2s' },
          retry,
        },
      ],
    },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
