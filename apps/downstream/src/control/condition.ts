/** How an instance is doing, as set by `/_control`. */
export type Condition =
  /** Serves. */
  | { readonly state: 'up' }
  /** Serves, but `/readyz` says 503. */
  | { readonly state: 'unready' }
  /** Every request waits this long first; its probes do not. */
  | { readonly state: 'slow'; readonly delayMs: number }
  /** That share of the requests, 0 to 1, is answered with `status`; its probes are not. */
  | {
      readonly state: 'erroring';
      readonly errorRate: number;
      readonly status: number;
      readonly random: () => number;
    }
  /** Takes requests, probes as well, and answers none until the condition ends. */
  | { readonly state: 'hanging' }
  /** Resets every connection at its first request, probes as well; only its control pages answer. */
  | { readonly state: 'down' }
  /** Nothing listens: connections are refused by the operating system, the control pages' too. */
  | { readonly state: 'refusing' };

/** The words for a condition. */
export type State = Condition['state'];

/** What `/_control` says about a condition. */
export interface ConditionView {
  readonly state: State;
  readonly delayMs?: number;
  readonly errorRate?: number;
  readonly status?: number;
  /** When it ends by itself, in ISO 8601; absent when it does not. */
  readonly until?: string;
}

/** A condition as JSON. */
export function viewCondition(condition: Condition, untilMs: number | undefined): ConditionView {
  const until = untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() };
  switch (condition.state) {
    case 'slow':
      return { state: condition.state, delayMs: condition.delayMs, ...until };
    case 'erroring': {
      const { state, errorRate, status } = condition;
      return { state, errorRate, status, ...until };
    }
    default:
      return { state: condition.state, ...until };
  }
}
