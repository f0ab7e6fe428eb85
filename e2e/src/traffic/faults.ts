import type { Downstream } from '../stack/downstream.ts';
import type { Traffic } from './keep-sending.ts';
import type { Sent } from './load.ts';

/** A way for instances to fail. */
export interface Fault {
  readonly name: string;
  /** How many of five instances it hits. */
  readonly victims: number;
  /** @param traffic what goes on meanwhile */
  readonly strike: (victim: Downstream, traffic: Traffic<Sent>) => Promise<void>;
  readonly heal: (victim: Downstream) => Promise<void>;
  /** What may come of a request that was at a victim and must not be repeated. */
  readonly mayCome: string;
  /** Whether it may come of a request too that began later: only by asking does one learn that a victim is silent. */
  readonly alsoLater: boolean;
  /** Whether a client notices at first that an answer does not come. */
  readonly isSilence: boolean;
}

const breaksOff = { mayCome: 'POST failed: 502 connection_terminated', alsoLater: false, isSilence: false };
const fallsSilent = { mayCome: 'POST failed: 504 http_response_timeout', alsoLater: true, isSilence: true };

export const faults: readonly Fault[] = [
  {
    name: 'one is killed',
    victims: 1,
    strike: ({ engine }) => engine.kill(),
    heal: ({ engine }) => engine.start(),
    ...breaksOff,
  },
  {
    name: 'four of five are killed',
    victims: 4,
    strike: ({ engine }) => engine.kill(),
    heal: ({ engine }) => engine.start(),
    ...breaksOff,
  },
  {
    name: 'one is paused',
    victims: 1,
    strike: ({ engine }) => engine.pause(),
    heal: ({ engine }) => engine.unpause(),
    ...fallsSilent,
  },
  {
    name: 'one is cut off the network',
    victims: 1,
    strike: ({ engine }) => engine.disconnect(),
    heal: ({ engine }) => engine.connect(),
    ...fallsSilent,
  },
  {
    name: 'one gets slower until it hangs',
    victims: 1,
    strike: async (victim, traffic) => {
      for (const delay of ['50ms', '200ms', '800ms']) {
        // oxlint-disable-next-line no-await-in-loop -- slower step by step
        await victim.control({ state: 'slow', delay });
        // oxlint-disable-next-line no-await-in-loop -- as above
        await traffic.more(100);
      }
      await victim.control({ state: 'hanging' });
    },
    heal: (victim) => victim.control({ state: 'up' }),
    ...fallsSilent,
  },
  {
    name: 'two of five answer everything 503',
    victims: 2,
    strike: (victim) => victim.control({ state: 'erroring', status: 503 }),
    heal: (victim) => victim.control({ state: 'up' }),
    mayCome: 'POST failed: 503 of the instance',
    alsoLater: true,
    isSilence: false,
  },
];
