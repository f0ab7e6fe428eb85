// What a pick costs under each policy: `pnpm bench picks`. An acquire with the release after it, so that
// the counting and judging around the policy is in it.
import { createBalancer } from '../../packages/balancer/src/index.ts';
import type { Balancer, EndpointOptions, PolicyName } from '../../packages/balancer/src/index.ts';

const POLICIES: readonly PolicyName[] = [
  'random',
  'round-robin',
  'least-requests',
  'peak-ewma',
  'consistent-hash',
];

/** Long enough to compile everything, and to have met every key. */
const WARM_UP_MS = 1_000;
const ROUND_MS = 100;
const ROUNDS = 5;
const PICKS_BETWEEN_LOOKS_AT_THE_CLOCK = 1_000;

interface Scene {
  readonly name: string;
  readonly endpoints: readonly EndpointOptions[];
  /** Requests in flight all the while. */
  readonly inFlight?: number;
}

function endpoints(count: number, change: (index: number) => Partial<EndpointOptions>): EndpointOptions[] {
  return Array.from({ length: count }, (_, index) => ({
    address: `10.0.${index >> 8}.${index & 255}`,
    port: 8080,
    ...change(index),
  }));
}

const SCENES: readonly Scene[] = [
  { name: '10', endpoints: endpoints(10, () => ({})) },
  { name: '1,000', endpoints: endpoints(1_000, () => ({})) },
  { name: '1,000, 500 in flight', endpoints: endpoints(1_000, () => ({})), inFlight: 500 },
  { name: '1,000, five out', endpoints: endpoints(1_000, (index) => ({ ejected: index % 200 === 7 })) },
  { name: '1,000, four weights', endpoints: endpoints(1_000, (index) => ({ weight: 1 + (index % 4) })) },
  {
    name: '1,000, four weights, five out',
    endpoints: endpoints(1_000, (index) => ({ weight: 1 + (index % 4), ejected: index % 200 === 7 })),
  },
  { name: '1,000, each its own weight', endpoints: endpoints(1_000, (index) => ({ weight: 1 + index })) },
];

/** Knuth's multiplicative hash of a counter: keys that have nothing in common. */
function keyOf(count: number): number {
  return Math.imul(count, 0x9e37_79b1) >>> 0;
}

function pickFor(balancer: Balancer, durationMs: number): number {
  const startedMs = performance.now();
  let picks = 0;
  for (;;) {
    for (let count = 0; count < PICKS_BETWEEN_LOOKS_AT_THE_CLOCK; count++) {
      const lease = balancer.acquire([], keyOf(picks + count));
      if (typeof lease === 'string') throw new Error(`nothing to pick: ${lease}`);
      lease.answered();
      lease.release('success');
    }
    picks += PICKS_BETWEEN_LOOKS_AT_THE_CLOCK;
    const tookMs = performance.now() - startedMs;
    if (tookMs >= durationMs) return (tookMs * 1e6) / picks;
  }
}

/** Leases that stay out, so that loads differ, and what hashes to a busy one has to go elsewhere. */
function occupy(balancer: Balancer, count: number): void {
  for (let held = 0; held < count; held++) balancer.acquire([], keyOf(held % 50));
}

/** The best of some rounds: what a pick costs when nothing else has the processor. */
function nanosecondsPerPick(policy: PolicyName, scene: Scene): number {
  const balancer = createBalancer({
    endpoints: scene.endpoints,
    policy,
    clock: performance,
    random: Math.random,
    slowStartMs: 30_000,
    maxInFlightPerEndpoint: 512,
  });
  occupy(balancer, scene.inFlight ?? 0);
  pickFor(balancer, WARM_UP_MS);
  return Math.min(...Array.from({ length: ROUNDS }, () => pickFor(balancer, ROUND_MS)));
}

console.log('Nanoseconds for an acquire, its answer and its release, by the number of endpoints:\n');
console.log(`| policy | ${SCENES.map(({ name }) => name).join(' | ')} |`);
console.log(`|---|${SCENES.map(() => '---:|').join('')}`);
for (const policy of POLICIES) {
  const cells = SCENES.map((scene) => nanosecondsPerPick(policy, scene).toFixed(0));
  console.log(`| ${policy} | ${cells.join(' | ')} |`);
}
