import { parseOperatorDuration } from '../../duration.ts';
import type { FaultKind } from '../../data-plane/forwarding/faults/injected-fault.ts';
import { slowFaultMs } from '../../data-plane/forwarding/faults/slow-attempt.ts';

/** How often data planes report, unless something is urgent. @unit ms */
export const reportEveryMs = 100;
/** A shorter fault may be over before the first report. @unit ms */
const shortestDrillMs = 100;
/** @unit ms */
const longestFaultMs = 300_000;
const longestBaselineMs = 10_000;
/** After the fault: how long it may take at most until the endpoint is back. @unit ms */
export const longestRecoveryMs = 300_000;
/** What the last reports need to arrive. @unit ms */
const reportingMs = 250;
/** How long an endpoint that may be used again may take to get, and answer, a request. @unit ms */
export const recoveryGraceMs = 15_000;

/** @returns milliseconds; `null` for anything but 100ms to 5m */
export function parseDrillDuration(text: string): number | null {
  const forMs = parseOperatorDuration(text);
  return forMs !== null && forMs >= shortestDrillMs && forMs <= longestFaultMs ? forMs : null;
}

/** What is measured before the fault begins: as long as the fault, but 10 s at most. @unit ms */
export function baselineMs(forMs: number): number {
  return Math.min(forMs, longestBaselineMs);
}

/**
 * How long after a fault's end its last victims may take to end, and to be reported.
 * @param responseHeaderMs `timeouts.responseHeader`; `null` when off: what hangs then hangs on, and is not waited for
 */
export function settlingMs(fault: FaultKind, responseHeaderMs: number | null): number {
  if (fault === 'slow') return slowFaultMs + reportingMs;
  if (fault !== 'hang' || responseHeaderMs === null) return reportingMs;
  return Math.min(responseHeaderMs + reportingMs, longestRecoveryMs);
}

/** From the beginning of the baseline to the report, at most. @unit ms */
export function longestDrillMs(forMs: number): number {
  return baselineMs(forMs) + forMs + longestRecoveryMs;
}
