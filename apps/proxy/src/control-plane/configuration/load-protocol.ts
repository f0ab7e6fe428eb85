import type { Config, ServiceConfig } from '@hostler/config';
import type { FailedTest } from '../../explain/route-tests.ts';

/** What the thread that loads is given. */
export interface LoadOrder {
  readonly file: string;
}

/** Everything but what there may be thousands of. */
export type ConfigHead = Omit<Config, 'services'>;

/**
 * What the thread answers, one message for each `null` that it is sent: so the event loop of the receiver is free
 * between any two, and none is large enough to hold it up.
 */
export type LoadMessage =
  | { readonly kind: 'invalid'; readonly errors: readonly string[] }
  | {
      readonly kind: 'head';
      readonly head: ConfigHead;
      readonly hash: string;
      readonly warnings: readonly string[];
      readonly failedTests: readonly FailedTest[];
    }
  | {
      readonly kind: 'services';
      readonly services: readonly ServiceConfig[];
      /** One for each. */
      readonly fingerprints: readonly string[];
    }
  | { readonly kind: 'end' };
