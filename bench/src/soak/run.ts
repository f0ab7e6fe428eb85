import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launcher } from '../os/launcher.ts';
import { median } from '../report/statistics.ts';
import { Instance } from '../stage/instance.ts';
import { ProxyProcess } from '../stage/proxy-process.ts';
import { repeated } from '../stage/received-ids.ts';
import { startArrivals } from '../traffic/arrivals.ts';
import { CUT, STEADY, draw } from '../traffic/kinds.ts';
import { send } from '../traffic/send.ts';
import { SOAK_HOST, reloads, soakConfig } from './configurations.ts';
import { CutLog } from './cut-log.ts';
import { rotateFaults } from './faults.ts';
import type { FaultScene } from './faults.ts';
import { growthOf } from './growth.ts';
import { judge } from './judge.ts';
import type { SoakReport } from './report.ts';
import { sampleMemory } from './sample-memory.ts';
import { fewestSockets, waitForSockets } from './sockets.ts';
import { keepOpen, openEventStream, openWebSocket } from './streams.ts';
import { Tally } from './tally.ts';

/** What a soak is run with. */
export interface SoakParts {
  readonly seconds: number;
  readonly launch: Launcher;
  /** An empty folder. */
  readonly directory: string;
  /** The proxy's main file. */
  readonly main: string;
  /** Told how it goes, now and then. */
  readonly progress: (line: string) => void;
}

const INSTANCES = 5;
const PER_SECOND = 200;
const MAX_IN_FLIGHT = 200;
const WEB_SOCKETS = 6;
const EVENT_STREAMS = 4;
const PROGRESS_EVERY_MS = 10_000;

/** A tenth of a long soak, and long enough in a short one for the code to be compiled. */
const warmUpOf = (seconds: number): number => Math.max(15, Math.round(seconds / 10));

/** Starts everything, soaks, stops everything. @throws when the proxy ends by itself, or something does not start */
export async function soak(parts: SoakParts): Promise<SoakReport> {
  const { launch, directory } = parts;
  const instances = await Promise.all(
    Array.from({ length: INSTANCES }, (_, at) => Instance.start(`instance-${at + 1}`, launch, directory)),
  );
  const ports = instances.map(({ port }) => port);
  const proxy = await ProxyProcess.start(soakConfig(ports, { serial: 0 }), parts);
  const died = proxy.exited.then((code) => {
    throw new Error(`the proxy ended with ${code} in the middle of it:\n${lastLines(proxy.log())}`);
  });
  try {
    return await Promise.race([soakWith(proxy, instances, parts), died]);
  } finally {
    // From here on it is to end.
    died.catch(() => {});
    await proxy.stop();
    await Promise.all(instances.map((instance) => instance.stop()));
  }
}

async function soakWith(
  proxy: ProxyProcess,
  instances: readonly Instance[],
  { seconds, progress }: SoakParts,
): Promise<SoakReport> {
  const before = await fewestSockets(proxy);
  const cuts = new CutLog();
  const tally = new Tally();
  const faults: Record<string, number> = {};
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_IN_FLIGHT });
  const target = { port: proxy.port, host: SOAK_HOST, agent };
  let [fault, kinds, sent, reloadedAtMs] = ['none', STEADY, 0, Number.NEGATIVE_INFINITY];

  const next = reloads(instances.map(({ port }) => port));
  const reloading = { times: Array<number>(), astray: Array<string>() };
  const scene: FaultScene = {
    cuts,
    sendCutRequests() {
      kinds = [...STEADY, ...CUT];
      return () => {
        kinds = STEADY;
      };
    },
    async reload() {
      const { text, outcome: expected } = next.next().value;
      reloadedAtMs = performance.now();
      const outcome = await proxy.reload(text);
      reloading.times.push(performance.now() - reloadedAtMs);
      if (outcome !== expected) reloading.astray.push(`${outcome} in place of ${expected}`);
    },
  };
  const arrivals = startArrivals({
    perSecond: PER_SECOND,
    maxInFlight: MAX_IN_FLIGHT,
    async sendOne() {
      const kind = draw(kinds, Math.random());
      const id = `soak-${(sent += 1)}`;
      const answer = await send(kind, id, target);
      tally.record(kind, id, answer, judge(kind, answer, cuts), fault);
    },
  });
  const streamScene = { port: proxy.port, host: SOAK_HOST, cuts, reloadedAtMs: () => reloadedAtMs };
  const webSockets = keepOpen(WEB_SOCKETS, openWebSocket, streamScene);
  const eventStreams = keepOpen(EVENT_STREAMS, openEventStream, streamScene);
  const memory = sampleMemory(proxy);
  const startedMs = performance.now();
  const report = setInterval(() => {
    proxy.emptyLog();
    const elapsed = Math.round((performance.now() - startedMs) / 1_000);
    const [mib, bad] = [Math.round(proxy.rssKib() / 1_024), tally.incidents.length];
    progress(`${elapsed} of ${seconds} s: ${tally.total} requests, ${bad} wrong, ${mib} MiB, now ${fault}`);
  }, PROGRESS_EVERY_MS);
  try {
    await rotateFaults(instances, scene, AbortSignal.timeout(seconds * 1_000), (name) => {
      fault = name;
      faults[name] = (faults[name] ?? 0) + 1;
    });
  } finally {
    clearInterval(report);
  }
  const rssKib = memory.stop();
  const loadedMs = performance.now() - startedMs;
  await Promise.all([arrivals.stop(), webSockets.stop(), eventStreams.stop()]);
  agent.destroy();
  const { after, settledMs } = await waitForSockets(proxy, before);
  // What reached an instance long after its client had given up is in its log by now.
  await delay(1_000);

  const received = instances.flatMap((instance) => instance.receivedIds());
  const warmUpSeconds = warmUpOf(seconds);
  return {
    seconds: Math.round(loadedMs / 1_000),
    requests: tally.byKind(),
    leftOut: arrivals.leftOut,
    faults,
    nonIdempotent: { received: received.length, repeated: repeated(received).size },
    reloads: { done: reloading.times.length, astray: reloading.astray, medianMs: median(reloading.times) },
    webSockets: webSockets.counts,
    eventStreams: eventStreams.counts,
    sockets: { before, after, settledMs },
    memory: growthOf(rssKib.slice(warmUpSeconds)),
    rssKib,
    warmUpSeconds,
    incidents: tally.incidents,
  };
}

function lastLines(log: string): string {
  return log.split('\n').slice(-10).join('\n');
}
