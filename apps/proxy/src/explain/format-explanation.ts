import { textTable } from '../text-table.ts';
import type { ExplainedOutcome, ExplainedService, Explanation } from './explanation.ts';
import type { TriedRoute } from './tried-routes.ts';

/** An explanation for a terminal: the request's way from the top to the bottom. */
export function formatExplanation(explanation: Explanation): string {
  const { request } = explanation;
  const lines = [
    `${request.method} ${request.url}${request.upgrade ? ' (WebSocket)' : ''}`,
    `  client   ${request.client}`,
    ...(request.host === null ? [] : [`  host     ${request.host === '' ? '(none)' : request.host}`]),
    ...(request.path === null ? [] : [`  path     ${request.path}`]),
    ...routes(explanation),
    ...outcome(explanation.outcome),
  ];
  return `${lines.join('\n')}\n`;
}

function routes({ routes: tried, moreRoutes }: Explanation): string[] {
  if (tried.length === 0) return [];
  const more = moreRoutes === 0 ? [] : [`  (${moreRoutes} more that lost)`];
  return ['', 'Routes of this host', ...table(tried.map(routeRow)), ...more];
}

function routeRow({ service, domain, path, chosen, why }: TriedRoute): string[] {
  return [chosen ? '→' : ' ', `${domain}${path}`, service, why];
}

function outcome(result: ExplainedOutcome): string[] {
  if (result.kind === 'own') return ['', `The proxy answers ${result.status} itself.`];
  if (result.kind === 'service') return serviceLines(result);
  return [
    '',
    `Answered ${result.status} ${result.code} (${result.type}): ${result.detail}.`,
    `Fix: ${result.fix}`,
  ];
}

function serviceLines(result: ExplainedService): string[] {
  const { pick, retry } = result;
  return [
    '',
    `Service ${result.service}, policy ${result.policy}`,
    ...(result.hash === null ? [] : [`  hash     ${result.hash}`]),
    ...(result.sticky === null ? [] : [`  sticky   ${result.sticky}`]),
    ...table(
      result.candidates.map((each) => [
        pick.kind === 'endpoint' && pick.endpoint === each.endpoint ? '→' : ' ',
        each.endpoint,
        `weight ${each.weight}`,
        each.backup ? 'backup' : '',
        each.availability,
        `health ${each.health}`,
        `${each.inFlight} in flight`,
      ]),
    ),
    ...(pick.kind === 'endpoint' ? [] : [pickless[pick.kind]]),
    '',
    `Timeouts   ${Object.entries(result.timeouts).map(timeout).join(', ')}`,
    `Retry      ${retry.attempts} attempts, on ${retry.retryOn.join(', ')}, budget ${retry.budgetPercent}%; ` +
      (retry.repeatable ? 'may be repeated once sent' : 'not repeated once sent'),
    '',
    'Sent to the endpoint',
    `  ${result.sent.target}`,
    ...result.sent.headers.map(([name, value]) => `  ${name}: ${value}`),
  ];
}

const pickless = {
  full: '  Every endpoint has all the requests that it may have: the request would wait.',
  none: '  No endpoint may be used: the request would be answered 503.',
} as const;

/** `connectMs` as users write it: `connect 2s`. */
function timeout([name, ms]: [string, number | null]): string {
  return `${name.replace(/Ms$/, '')} ${ms === null ? 'off' : duration(ms)}`;
}

const units = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

function duration(ms: number): string {
  const [unit, length] = units.find(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / length}${unit}`;
}

/** A table, indented by two. */
function table(rows: readonly (readonly string[])[]): string[] {
  return textTable(rows).map((line) => `  ${line}`);
}
