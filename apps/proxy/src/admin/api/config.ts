import * as z from 'zod';
import type { ReloadRefused } from '../../control-plane/configuration/reload-result.ts';
import { redact } from '../../control-plane/configuration/redact.ts';
import { nothing, operation } from '../operation.ts';
import { Problem } from '../problem.ts';
import type { ProblemCode } from '../problem.ts';
import { historyEntry } from '../schemas/history.ts';
import { hash, reloadDone, reloadResult } from '../schemas/reload.ts';
import { count, date } from '../schemas/values.ts';

export const getConfig = operation({
  method: 'get',
  path: '/config',
  id: 'getConfig',
  summary: 'The configuration in use.',
  description:
    'With every default filled in, values in the units of their names, and secrets as `[redacted]`.',
  params: nothing,
  query: nothing,
  body: null,
  answer: z.strictObject({
    version: count.describe('Counts from 1 in each process.'),
    hash,
    appliedAt: date,
    lastResult: reloadResult.nullable().describe('Of the last reload; null before the first.'),
    config: z.record(z.string(), z.unknown()).describe('As resolved; docs/configuration.md explains it.'),
  }),
  problems: [],
  scope: null,
  run: ({ configuration: { current, lastResult } }) => {
    const { version, hash: currentHash, appliedAt, config } = current;
    return { version, hash: currentHash, appliedAt, lastResult, config: { ...redact(config) } };
  },
});

export const getConfigHistory = operation({
  method: 'get',
  path: '/config/history',
  id: 'getConfigHistory',
  summary: 'The configurations that were applied.',
  description: 'The last 20, the latest first, each with what it changed.',
  params: nothing,
  query: nothing,
  body: null,
  answer: z.strictObject({ history: z.array(historyEntry).readonly() }),
  problems: [],
  scope: null,
  run: ({ configuration }) => ({ history: configuration.history }),
});

export const reloadConfig = operation({
  method: 'post',
  path: '/config/reload',
  id: 'reloadConfig',
  summary: 'Read the configuration file again.',
  description:
    'Validates it, runs its tests and switches to it. Answers when that is done; on any error the one in use stays. Services that are the same keep their connections and WebSockets.',
  params: nothing,
  query: nothing,
  body: nothing.optional(),
  answer: z.strictObject({ result: reloadDone }),
  problems: ['no_config_file', 'config_invalid', 'tests_failed', 'reload_failed'],
  scope:
    'Holds on this replica only, until its configuration is loaded again; other replicas read their own file.',
  run: async ({ configuration, configFile }) => {
    if (configFile === null) return noFile;
    const result = await configuration.reload('api');
    return result.ok ? { result } : refusal(result, configFile);
  },
});

const noFile = new Problem('no_config_file', {
  message: 'The configuration of this proxy came from code, so that there is no file to read again.',
  fix: 'Call reload(config) in the program that made the proxy.',
});

const refusals: Readonly<
  Record<ReloadRefused['outcome'], { readonly code: ProblemCode; readonly message: string }>
> = {
  invalid: { code: 'config_invalid', message: 'is invalid' },
  'tests-failed': { code: 'tests_failed', message: 'does not pass its own tests' },
  failed: { code: 'reload_failed', message: 'could not be put to use' },
};

function refusal({ outcome, errors }: ReloadRefused, file: string): Problem {
  const { code, message } = refusals[outcome];
  return new Problem(code, {
    message: `${file} ${message}; the configuration before stays in use.`,
    fix:
      outcome === 'failed'
        ? 'See the details, and try again.'
        : 'Correct what the details name, then reload again; `hostler check` says the same before.',
    details: errors,
  });
}
