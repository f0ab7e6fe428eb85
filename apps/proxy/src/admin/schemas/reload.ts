import * as z from 'zod';
import type { ConfigChange } from '../../data-plane/config-change.ts';
import type { ReloadResult } from '../../control-plane/configuration/reload-result.ts';
import { count, date, milliseconds, names } from './values.ts';

/** Twelve digits of what two replicas have in common when they have the same configuration. */
export const hash = z
  .string()
  .regex(/^[\da-f]{12}$/)
  .describe('The same on every replica that has the same configuration, however it is written.');

const change = z
  .strictObject({
    added: names,
    removed: names,
    changed: names.describe('Services that are built anew.'),
    kept: count.describe('How many services go on as they are.'),
    restartRequired: names.describe('Settings that only a restart brings into effect.'),
  })
  .meta({ id: 'ConfigChange' }) satisfies z.ZodType<ConfigChange>;

const run = {
  trigger: z.enum(['file', 'signal', 'api', 'code']),
  at: date,
  durationMs: milliseconds,
  loadMs: milliseconds.describe('Of that, until it was loaded, checked and tested.'),
};

/** A reload after which the configuration that was loaded is in use. */
export const reloadDone = z
  .strictObject({
    ok: z.literal(true),
    outcome: z.enum(['applied', 'unchanged']),
    version: count,
    hash,
    changed: change,
    warnings: names.describe('What is valid and hardly meant.'),
    ...run,
  })
  .meta({ id: 'ReloadDone' });

const reloadRefused = z
  .strictObject({
    ok: z.literal(false),
    outcome: z.enum(['invalid', 'tests-failed', 'failed']),
    errors: names.describe('A line each, with its place in the file.'),
    failedTests: z
      .array(
        z.strictObject({
          name: z.string(),
          index: count.describe('Its place in `proxy.tests`, from 0.'),
          differences: names.describe('Such as `service: expected api, got shop`.'),
        }),
      )
      .readonly(),
    ...run,
  })
  .meta({ id: 'ReloadRefused' });

/** Whatever came of a reload. */
export const reloadResult = z.discriminatedUnion('ok', [
  reloadDone,
  reloadRefused,
]) satisfies z.ZodType<ReloadResult>;
