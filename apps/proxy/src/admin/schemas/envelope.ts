import * as z from 'zod';
import { problemCodes } from '../problem.ts';
import type { Replica } from '../replica.ts';
import { date, names } from './values.ts';

const replica = z
  .strictObject({
    name: z.string().describe('The pod, or the machine.'),
    pid: z.int().min(1),
    startedAt: date,
    version: z.string().describe('Of Hostler.'),
  })
  .meta({ id: 'Replica', description: 'The process that answered.' }) satisfies z.ZodType<Replica>;

/** What every answer of an operation has around its own. */
export function answerOf(answer: z.ZodObject, scope: string | null): z.ZodObject {
  const scoped =
    scope === null ? {} : { scope: z.literal(scope).describe('Where the change holds, and until when.') };
  return z.strictObject({ replica, ...scoped, ...answer.shape });
}

/** What every refusal looks like. */
export const problemAnswer = z
  .strictObject({
    replica: replica.nullable().describe('null for a Host or a page that is not believed.'),
    error: z.strictObject({
      code: z.enum(problemCodes).describe('Stays the same; the texts may not.'),
      message: z.string().describe('What is wrong.'),
      fix: z.string().describe('What to do about it.'),
      details: names.describe('More of it, a line each.'),
    }),
  })
  .meta({ id: 'Problem' });
