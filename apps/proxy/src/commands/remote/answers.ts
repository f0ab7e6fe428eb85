import type { z } from 'zod';
import type { Done } from './done.ts';

/** A list with the answer of each replica. */
export function asJson(done: readonly Done[]): string {
  return `${JSON.stringify(
    done.map(({ answer }) => answer),
    null,
    2,
  )}\n`;
}

/**
 * What each replica answered, for a terminal; below its name where there are several.
 * @param read what is needed of an answer; of other versions it may be something else
 * @param show ends with a newline
 */
export function asText<Answer>(
  done: readonly Done[],
  read: z.ZodType<Answer>,
  show: (answer: Answer) => string,
): string {
  return done
    .map(({ who, answer }) => {
      const known = read.safeParse(answer);
      const text = known.success
        ? show(known.data)
        : 'It answered something that this version cannot show. Fix: use --json, or the same version.\n';
      return done.length === 1 ? text : `${who}\n${text}`;
    })
    .join('\n');
}
