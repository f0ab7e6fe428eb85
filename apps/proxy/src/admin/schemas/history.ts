import * as z from 'zod';
import type { HistoryEntry } from '../../control-plane/configuration/config-history.ts';
import { hash } from './reload.ts';
import { count, date, names } from './values.ts';

const fieldChange = z
  .strictObject({
    path: z.string().describe('Such as `timeouts.idleMs` or `hosts[10.0.0.1:9090].weight`.'),
    before: z.unknown().optional().describe('Not there when the setting was not.'),
    after: z.unknown().optional().describe('Not there when the setting no longer is.'),
  })
  .meta({ id: 'FieldChange', description: 'One setting that changed; secrets are shown as `[redacted]`.' });

const diff = z
  .strictObject({
    global: z.array(fieldChange).readonly(),
    services: z.strictObject({
      added: names,
      removed: names,
      changed: z
        .array(z.strictObject({ name: z.string(), fields: z.array(fieldChange).readonly() }))
        .readonly()
        .describe('At most 100.'),
      alsoChanged: names.describe('The others that changed.'),
    }),
  })
  .describe('By meaning, against the one before; null for the first.');

/** A configuration that was put to use. */
export const historyEntry = z
  .strictObject({
    version: count.describe('Counts from 1 in each process.'),
    hash,
    appliedAt: date,
    trigger: z.enum(['start', 'file', 'signal', 'api', 'code']),
    diff: diff.nullable(),
  })
  .meta({ id: 'AppliedConfig' }) satisfies z.ZodType<HistoryEntry>;
