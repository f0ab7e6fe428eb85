import { describeValue } from '../describe-value.ts';
import type { Problem } from '../problem.ts';
import { documentSchema } from '../schema/proxy.ts';
import type { ProxySettings } from '../schema/proxy.ts';
import { explainIssue } from './explain-issue.ts';
import { asMap } from './raw.ts';
import type { RawMap } from './raw.ts';
import { oneDefault } from './rules/one-default.ts';
import { oneFormOfRoutes } from './rules/one-form-of-routes.ts';
import { separateListeners } from './rules/separate-listeners.ts';
import { uniqueEndpoints } from './rules/unique-endpoints.ts';
import { uniqueNames } from './rules/unique-names.ts';
import { uniqueRoutes } from './rules/unique-routes.ts';

export type Validated =
  | { readonly ok: true; readonly settings: ProxySettings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What no single field can know, one rule a file. */
const rules: readonly ((proxy: RawMap) => Iterable<Problem>)[] = [
  uniqueNames,
  oneDefault,
  oneFormOfRoutes,
  uniqueRoutes,
  uniqueEndpoints,
  separateListeners,
];

/** Checks a whole document, as plain values, against the language. All problems, in no particular order. */
export function validate(document: unknown): Validated {
  const root = rootProblem(document);
  if (root !== null) return { ok: false, problems: [root] };
  const parsed = documentSchema.safeParse(document);
  const proxy = asMap(asMap(document)['proxy']);
  const problems = rules.flatMap((rule) => [...rule(proxy)]);
  if (parsed.success && problems.length === 0) return { ok: true, settings: parsed.data.proxy };
  const issues = parsed.success ? [] : parsed.error.issues;
  return { ok: false, problems: [...issues.flatMap((issue) => explainIssue(issue, document)), ...problems] };
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
