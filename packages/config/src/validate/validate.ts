import { describeValue } from '../describe-value.ts';
import { formatPath } from '../problem.ts';
import type { Problem } from '../problem.ts';
import type { Blocks } from '../resolve/blocks.ts';
import { documentSchema } from '../schema/proxy.ts';
import type { ProxySettings } from '../schema/proxy.ts';
import { completeDiscovery } from './block-rules/complete-discovery.ts';
import { hashingPolicy } from './block-rules/hashing-policy.ts';
import { oneKindOfCheck } from './block-rules/one-kind-of-check.ts';
import { orderedBounds } from './block-rules/ordered-bounds.ts';
import { signedCookies } from './block-rules/signed-cookies.ts';
import { explainIssue } from './explain-issue.ts';
import { layersOf } from './layers.ts';
import type { ServiceLayers } from './layers.ts';
import { asMap } from './raw.ts';
import type { RawMap } from './raw.ts';
import { guardedAdmin } from './rules/guarded-admin.ts';
import { meaningfulTests } from './rules/meaningful-tests.ts';
import { notOnlyBackups } from './rules/not-only-backups.ts';
import { oneDefault } from './rules/one-default.ts';
import { oneFormOfRoutes } from './rules/one-form-of-routes.ts';
import { oneSourceOfEndpoints } from './rules/one-source-of-endpoints.ts';
import { separateListeners } from './rules/separate-listeners.ts';
import { uniqueEndpoints } from './rules/unique-endpoints.ts';
import { uniqueNames } from './rules/unique-names.ts';
import { uniqueRoutes } from './rules/unique-routes.ts';

export type Validated =
  | {
      readonly ok: true;
      readonly settings: ProxySettings;
      /** Of each service, in order. */
      readonly blocks: readonly Blocks[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What no single field can know, one rule a file. */
const rules: readonly ((proxy: RawMap) => Iterable<Problem>)[] = [
  uniqueNames,
  oneDefault,
  oneFormOfRoutes,
  uniqueRoutes,
  oneSourceOfEndpoints,
  uniqueEndpoints,
  notOnlyBackups,
  separateListeners,
  guardedAdmin,
  meaningfulTests,
];

/** What no single block of a service can know, and what only holds once the defaults are below it. */
const blockRules: readonly ((service: ServiceLayers) => Iterable<Problem>)[] = [
  completeDiscovery,
  oneKindOfCheck,
  signedCookies,
  hashingPolicy,
  orderedBounds,
];

/** Checks a whole document, as plain values, against the language. All problems, in no particular order. */
export function validate(document: unknown): Validated {
  const root = rootProblem(document);
  if (root !== null) return { ok: false, problems: [root] };
  const parsed = documentSchema.safeParse(document);
  const settings = parsed.success ? parsed.data.proxy : null;
  const proxy = asMap(asMap(document)['proxy']);
  const problems = rules.flatMap((rule) => [...rule(proxy)]);
  const blocks: Blocks[] = [];
  for (const layers of layersOf(proxy, settings)) {
    blocks.push(layers.blocks);
    for (const rule of blockRules) problems.push(...rule(layers));
  }
  if (settings !== null && problems.length === 0) return { ok: true, settings, blocks };
  const issues = parsed.success ? [] : parsed.error.issues;
  return {
    ok: false,
    problems: [...issues.flatMap((issue) => explainIssue(issue, document)), ...eachOnce(problems)],
  };
}

/** A conflict inside the defaults is found again in every service that they hold for. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  const found = new Map(problems.map((problem) => [`${formatPath(problem.path)} ${problem.got}`, problem]));
  return [...found.values()];
}

function rootProblem(document: unknown): Problem | null {
  const expected = 'a map with the key proxy';
  const at = { kind: 'invalid', path: [], at: 'value', expected } as const;
  if (document === null || document === undefined) {
    return { ...at, got: 'nothing', fix: 'write "proxy:" and below it listen and services' };
  }
  if (typeof document !== 'object' || Array.isArray(document)) {
    return { ...at, got: describeValue(document), fix: 'begin with "proxy:" and indent everything below it' };
  }
  return null;
}
