import type { ConfigChange } from '../../data-plane/config-change.ts';
import type { FailedTest } from '../../explain/route-tests.ts';

/** Who wanted the configuration to be loaded. */
export type ReloadTrigger = 'file' | 'signal' | 'api' | 'code';

interface Reload {
  readonly trigger: ReloadTrigger;
  /** When it was over, in ISO 8601. */
  readonly at: string;
  /** From its beginning to its end. @unit ms */
  readonly durationMs: number;
  /** Of that, until the configuration was loaded, checked and tested, which takes nothing from serving. @unit ms */
  readonly loadMs: number;
}

/** The configuration is in use, or was already. */
export interface ReloadDone extends Reload {
  readonly ok: true;
  /** `unchanged`: it says what the one in use says, and nothing was touched. */
  readonly outcome: 'applied' | 'unchanged';
  readonly version: number;
  /** 12 hex digits. */
  readonly hash: string;
  readonly changed: ConfigChange;
  /** What is valid and hardly meant, a line each. */
  readonly warnings: readonly string[];
}

/** The configuration before stays in use. */
export interface ReloadRefused extends Reload {
  readonly ok: false;
  /** `failed`: neither the file nor its tests are to blame. */
  readonly outcome: 'invalid' | 'tests-failed' | 'failed';
  /** One line each, with its place in the file; of failed tests too. */
  readonly errors: readonly string[];
  /** Empty unless tests are what failed. */
  readonly failedTests: readonly FailedTest[];
}

/** What came of a reload. */
export type ReloadResult = ReloadDone | ReloadRefused;

export type ReloadOutcome = ReloadResult['outcome'];
