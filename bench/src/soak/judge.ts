import type { Answer } from '../traffic/send.ts';
import type { RequestKind } from '../traffic/kinds.ts';
import type { CutLog } from './cut-log.ts';

/**
 * What a request came to.
 * - `fine`: the right answer.
 * - `cut`: an instance broke the response off, and the client saw it.
 * - `refused`: one that must not be repeated got an error. It may have been at the instance that failed.
 *
 * The others are faults of the proxy:
 * - `failed`: one that could have been repeated got an error, or no answer.
 * - `cut-by-proxy`: the response was broken off, though its instance did not do it.
 * - `cut-unseen`: the instance broke the response off, and the client took it for whole.
 * - `wrong`: an answer that no instance gave to this request.
 */
export type Verdict = 'fine' | 'cut' | 'refused' | 'failed' | 'cut-by-proxy' | 'cut-unseen' | 'wrong';

/** All of them, in the order of the table. */
export const VERDICTS: readonly Verdict[] = [
  'fine',
  'cut',
  'refused',
  'failed',
  'cut-by-proxy',
  'cut-unseen',
  'wrong',
];

/** Those that may not be. */
export const FAULTS: readonly Verdict[] = ['failed', 'cut-by-proxy', 'cut-unseen', 'wrong'];

/** Judges one answer. */
export function judge(kind: RequestKind, answer: Answer, cuts: CutLog): Verdict {
  const { ended, status, instance, startedMs, endedMs } = answer;
  // Every instance breaks it off, so an error after the last attempt is as good as a cut.
  if (kind.cut) return ended === 'complete' && status === 200 ? 'cut-unseen' : 'cut';
  if (ended === 'complete' && status === 200) return answer.problem === null ? 'fine' : 'wrong';
  if (ended === 'cut') return cuts.explains(instance, startedMs, endedMs) ? 'cut' : 'cut-by-proxy';
  // None of these requests is at fault itself.
  if (status !== null && status < 500) return 'wrong';
  return kind.idempotent ? 'failed' : 'refused';
}
