import type { ResolverOptions } from 'node:dns';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { LookUp } from './look-up.ts';

/** What sources are built from. */
export interface SourceParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1): spreads the look-ups of many replicas. */
  readonly random: () => number;
  /** How names of `hosts` are looked up. @default the system's way */
  readonly lookUp?: LookUp;
  /** Patience with name servers. @default 1 s for the first of 3 tries, doubling */
  readonly resolver?: ResolverOptions;
  /** Milliseconds since the epoch, for what operators read. @default `Date.now` */
  readonly date?: () => number;
}
