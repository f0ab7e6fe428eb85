import type { FailedTest } from '../../explain/route-tests.ts';
import type { ConfigHead, ServicesSlice } from './config-slices.ts';

/** What the thread that loads is given. */
export interface LoadOrder {
  readonly file: string;
}

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
  | ({ readonly kind: 'services' } & ServicesSlice)
  | { readonly kind: 'end' };
