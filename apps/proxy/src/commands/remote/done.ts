import type { z } from 'zod';
import type { CallResult } from './call.ts';

export type Done = Extract<CallResult, { ok: true }>;

/**
 * A line for each replica that did what it was asked, and once where that holds.
 * @param read what a line needs of an answer; of other versions it may be something else
 */
export function doneLines<Answer extends { readonly scope: string }>(
  done: readonly Done[],
  read: z.ZodType<Answer>,
  say: (answer: Answer) => string,
): string {
  let scope = '';
  const lines = done.map(({ who, answer }) => {
    const known = read.safeParse(answer);
    if (!known.success) return `ok      ${who}: done`;
    ({ scope } = known.data);
    return `ok      ${who}: ${say(known.data)}`;
  });
  return `${[...lines, ...(scope === '' ? [] : [scope])].join('\n')}\n`;
}
