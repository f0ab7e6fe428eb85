import type { AttemptErrorCode } from '../../data-plane/forwarding/upstream-client/index.ts';

/** What a probe dials. */
export interface ProbeTarget {
  /** IP address, without brackets, or a name. */
  readonly address: string;
  readonly port: number;
  /** `name:port` that it was looked up from: its `Host` where a service has no domain. */
  readonly authority: string;
}

/** @param error what is wrong with the endpoint, in a few words; `null` when the probe passed */
export type ProbeDone = (error: string | null) => void;

/**
 * Looks at an endpoint once. `done` is called once, never from within, and within the check's timeout.
 * @returns gives up at once: `done` is not called any more
 */
export type Probe = (target: ProbeTarget, done: ProbeDone) => () => void;

/** A failed connection or exchange, for operators: most are one of two, and have a word of their own. */
export function failureText(code: AttemptErrorCode, detail: string): string {
  return code === 'connection_refused' ? 'refused' : `${code}: ${detail}`;
}
