import { setTimeout as delay } from 'node:timers/promises';
import type { Instance, Order } from '../stage/instance.ts';
import type { CutLog } from './cut-log.ts';

/** What a fault has to work with. */
export interface FaultScene {
  readonly cuts: CutLog;
  /** Begins to send requests that their instances cut; the function returned ends that. */
  readonly sendCutRequests: () => () => void;
  /** Replaces the configuration by the next one in turn. */
  readonly reload: () => Promise<void>;
}

/** Something that goes wrong for a while with one of the instances. It has been put right when it resolves. */
export interface Fault {
  readonly name: string;
  run(instance: Instance, scene: FaultScene): Promise<void>;
}

const LENGTH_MS = 3_000;
const RELOADS = 7;
const RELOAD_EVERY_MS = 400;

/** Another order of the simulated service, for a while. */
function ordered(name: string, order: Order, cutsConnections: boolean): Fault {
  return {
    name,
    async run(instance, { cuts }) {
      const over = cutsConnections ? cuts.begin(instance.name, performance.now()) : null;
      await instance.order({ ...order, for: `${LENGTH_MS}ms` });
      await delay(LENGTH_MS);
      over?.(performance.now());
    },
  };
}

/** All of them, in the order in which they come. */
const FAULTS_IN_TURN: readonly Fault[] = [
  {
    name: 'kill and restart',
    async run(instance, { cuts }) {
      const over = cuts.begin(instance.name, performance.now());
      await instance.kill();
      await delay(LENGTH_MS);
      await instance.restart();
      over(performance.now());
    },
  },
  {
    name: 'reload',
    async run(_instance, { reload }) {
      for (let count = 0; count < RELOADS; count += 1) {
        await reload();
        await delay(RELOAD_EVERY_MS);
      }
    },
  },
  {
    name: 'hang',
    async run(instance) {
      instance.pause();
      await delay(LENGTH_MS).finally(() => instance.resume());
    },
  },
  ordered('refuse', { state: 'refusing' }, true),
  ordered('503 storm', { state: 'erroring', status: 503 }, false),
  {
    name: 'reset mid-body',
    async run(_instance, { sendCutRequests }) {
      const end = sendCutRequests();
      await delay(LENGTH_MS);
      end();
    },
  },
  ordered('reset', { state: 'down' }, true),
  ordered('slow', { state: 'slow', delay: '300ms' }, false),
];

/** Lets faults and instances take turns until `signal` aborts; the fault that is on then comes to its end. */
export async function rotateFaults(
  instances: readonly Instance[],
  scene: FaultScene,
  signal: AbortSignal,
  onFault: (name: string) => void,
): Promise<void> {
  for (let turn = 0; !signal.aborted; turn += 1) {
    const fault = FAULTS_IN_TURN[turn % FAULTS_IN_TURN.length];
    // Eight faults and five instances have no divisor in common: each meets each.
    const instance = instances[turn % instances.length];
    if (fault === undefined || instance === undefined) throw new Error('no fault, or nothing to break');
    onFault(fault.name);
    await fault.run(instance, scene);
  }
}
