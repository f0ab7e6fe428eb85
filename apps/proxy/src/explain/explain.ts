import type { Endpoint } from '@hostler/balancer';
import { identifyClient, matchPath } from '@hostler/http';
import type { RawHeaders } from '@hostler/http';
import { errorCatalogue } from '../data-plane/errors/catalogue.ts';
import { isRepeatable } from '../data-plane/forwarding/retry/repeatable.ts';
import { rewrite } from '../data-plane/forwarding/rewrite.ts';
import type { Service } from '../data-plane/service.ts';
import type { Asked, AskedRequest } from './asked-request.ts';
import { askedRequest } from './asked-request.ts';
import { decide } from './decide.ts';
import type { Decision, RoutingTables } from './decide.ts';
import type { ExplainedCandidate, ExplainedOutcome, ExplainedService, Explanation } from './explanation.ts';
import { anyAuthority } from './route-tests.ts';
import { triedRoutes } from './tried-routes.ts';

/**
 * Runs a request through the functions of production up to `forward`, and writes down what each one decided. Nothing is
 * sent. The pick is a real one and is given back at once, so that round robin goes one turn on.
 * @param tables a snapshot
 * @returns `null` when the URL is no http or https URL with a host
 */
export function explain(tables: RoutingTables<Service>, question: AskedRequest): Explanation | null {
  const asked = askedRequest(question);
  if (asked === null) return null;
  const decision = decide(tables, asked);
  const { message } = decision;
  const routes =
    message === null || decision.kind === 'own'
      ? { tried: [], more: 0 }
      : triedRoutes(tables.router, message.host, message.path);
  const { request } = asked;
  return {
    request: {
      method: request.method,
      url: question.url,
      host: message?.host ?? null,
      path: message === null ? null : matchPath(message.path).path,
      client: identifyClient(request.peer, request.headers, tables.trust).address,
      upgrade: asked.upgrade,
    },
    outcome: outcomeOf(decision, asked),
    routes: routes.tried,
    moreRoutes: routes.more,
  };
}

function outcomeOf(decision: Decision<Service>, asked: Asked): ExplainedOutcome {
  if (decision.kind === 'own') return { kind: 'own', status: decision.status };
  if (decision.kind === 'forwarded') return { kind: 'service', ...serviceOf(decision, asked) };
  const { status, type, fix } = errorCatalogue[decision.code];
  return { kind: 'error', code: decision.code, type, status, detail: decision.detail, fix };
}

function serviceOf(
  { match, input, client }: Extract<Decision<Service>, { kind: 'forwarded' }>,
  { request }: Asked,
): ExplainedService {
  const { service } = match;
  const { config, balancer, affinity } = service;
  const hash = affinity?.hash(request, client) ?? null;
  const sticky = affinity?.preferred(request) ?? null;
  const lease = balancer.acquire([], hash, sticky);
  const picked = typeof lease === 'string' ? null : lease.endpoint;
  if (typeof lease !== 'string') lease.release('canceled');
  const authority = anyAuthority(config);
  const { target, headers } = rewrite(input, picked ?? { authority });
  return {
    service: service.name,
    policy: config.loadBalancing.policy,
    hash,
    sticky,
    // After the lease was given back: it is not one of those that are in flight.
    candidates: balancer.endpoints.map(candidate),
    pick: typeof lease === 'string' ? { kind: lease } : { kind: 'endpoint', endpoint: lease.endpoint.name },
    timeouts: config.timeouts,
    retry: {
      ...config.retry,
      repeatable: isRepeatable(request, config.retry),
    },
    sent: { target, headers: pairs(headers) },
  };
}

function candidate(endpoint: Endpoint): ExplainedCandidate {
  const { name, weight, backup, health, availability, inFlight } = endpoint;
  return { endpoint: name, weight, backup, health, availability, inFlight };
}

function pairs(headers: RawHeaders): [string, string][] {
  return Array.from({ length: headers.length / 2 }, (_, index) => [
    headers[2 * index] ?? '',
    headers[2 * index + 1] ?? '',
  ]);
}
