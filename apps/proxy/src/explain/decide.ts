import type { ServiceConfig } from '@hostler/config';
import { identifyClient } from '@hostler/http';
import type { ClientIdentity, TrustedProxies } from '@hostler/http';
import { admitMessage } from '../data-plane/admission/admit-message.ts';
import type { AdmittedMessage } from '../data-plane/admission/admit-message.ts';
import { admitToService } from '../data-plane/admission/admit-to-service.ts';
import { answerOurselves } from '../data-plane/answer-ourselves.ts';
import type { ErrorCode } from '../data-plane/errors/catalogue.ts';
import { rewriteInput } from '../data-plane/forwarding/rewrite-input.ts';
import type { RewriteInput } from '../data-plane/forwarding/rewrite.ts';
import { route } from '../data-plane/routing/route.ts';
import type { RoutedService, RouteMatch, Router } from '../data-plane/routing/router.ts';
import type { Asked } from './asked-request.ts';

/** A service as far as a decision needs it: running, or only configured. */
export interface DecidedService extends RoutedService {
  readonly config: ServiceConfig;
}

/** What a request finds its way by; a snapshot of the data plane is one. */
export interface RoutingTables<Service> {
  readonly router: Router<Service>;
  readonly trust: TrustedProxies;
  readonly via: string;
  readonly healthPath: string | null;
}

/** What becomes of a request before any endpoint is chosen, by the functions that decide it in production. */
export type Decision<Service> =
  /** The proxy answers for itself. */
  | { readonly kind: 'own'; readonly status: number; readonly message: AdmittedMessage }
  | {
      readonly kind: 'refused';
      /** `null` when it could not even be read. */
      readonly message: AdmittedMessage | null;
      readonly code: ErrorCode;
      readonly detail: string;
    }
  | {
      readonly kind: 'forwarded';
      readonly message: AdmittedMessage;
      readonly match: RouteMatch<Service>;
      readonly input: RewriteInput;
      readonly client: ClientIdentity;
    };

/** Stands where each request has an id of its own. */
const EACH_REQUEST = 'one-for-each-request';
/** A request that is only asked about was read by nobody. */
const untouchedBody = { body: { consumed: false } };
/** Whether the process is going down is not what is asked. */
const serving = { draining: false };

/** The steps of `handleRequest` up to `forward`, with nothing behind them. */
export function decide<Service extends DecidedService>(
  tables: RoutingTables<Service>,
  asked: Asked,
): Decision<Service> {
  const { request, upgrade } = asked;
  const client = identifyClient(request.peer, request.headers, tables.trust);
  const message = admitMessage(asked, tables.via);
  if (!message.ok) return { kind: 'refused', message: null, code: message.code, detail: message.detail };

  const own = answerOurselves({ ...serving, snapshot: tables }, request.method, message);
  if (own !== null) return { kind: 'own', status: own.status, message };

  const match = route(tables.router, message);
  if (!match.ok) return { kind: 'refused', message, code: match.code, detail: match.detail };

  const refusal = admitToService(match.service, untouchedBody, message);
  if (refusal !== null) return { kind: 'refused', message, code: refusal.code, detail: refusal.detail };

  const hop = { client, requestId: EACH_REQUEST, via: tables.via };
  return {
    kind: 'forwarded',
    message,
    match,
    client,
    input: rewriteInput(request, message, match, hop, upgrade),
  };
}
