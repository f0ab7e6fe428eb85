import type { AdmittedMessage, Refusal } from '../admission/admit-message.ts';
import type { RouteMatch, Router } from './router.ts';

/** Finds the service that a request is for, or the error that it ends in. */
export function route<Service>(
  router: Router<Service>,
  { host, path, query }: AdmittedMessage,
): RouteMatch<Service> | Refusal {
  const match = router.match(host, path, query);
  if (match.kind === 'route') return match;
  if (match.kind === 'unsafe-path') return { ok: false, code: 'unsafe_path', detail: match.detail };
  const detail =
    match.kind === 'no-host' ? 'no service claims the host' : 'no route of the host has the path';
  return { ok: false, code: 'destination_not_found', detail };
}
