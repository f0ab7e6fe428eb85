import { createConsistentHash } from './consistent-hash.ts';
import { createLeastRequests } from './least-requests.ts';
import { createPeakEwma } from './peak-ewma.ts';
import type { CreatePolicy } from './policy.ts';
import { createRandom } from './random.ts';
import { createRoundRobin } from './round-robin.ts';

/** How a service's requests are shared out over its endpoints: `loadBalancing.policy`. @default 'random' */
export type PolicyName = 'random' | 'round-robin' | 'least-requests' | 'peak-ewma' | 'consistent-hash';

/** Every policy by its name. */
export const policies: Readonly<Record<PolicyName, CreatePolicy>> = {
  random: createRandom,
  'round-robin': createRoundRobin,
  'least-requests': createLeastRequests,
  'peak-ewma': createPeakEwma,
  'consistent-hash': createConsistentHash,
};
