import { vi } from 'vitest';

/** How long to wait for what should come at once: a busy machine may take a while. @unit ms */
const PATIENCE_MS = 10_000;

/** Repeats an assertion until it holds; when it never does within `timeoutMs`, its last failure is thrown. */
export function eventually<Value>(
  assertion: () => Value | Promise<Value>,
  timeoutMs = PATIENCE_MS,
): Promise<Value> {
  return vi.waitFor(assertion, { timeout: timeoutMs, interval: 50 });
}
