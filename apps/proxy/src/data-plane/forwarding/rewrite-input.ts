import type { ServiceConfig } from '@hostler/config';
import type { ClientIdentity } from '@hostler/http';
import type { AdmittedMessage } from '../admission/admit-message.ts';
import type { ClientRequest } from '../exchange.ts';
import type { RouteMatch } from '../routing/router.ts';
import type { RewriteInput } from './rewrite.ts';

/** What this hop knows of a request and adds to it. */
export interface HopFacts {
  readonly client: ClientIdentity;
  readonly requestId: string;
  /** Our pseudonym. */
  readonly via: string;
}

/** All that the rewriting of a request needs, the same for every endpoint that it may go to. */
export function rewriteInput(
  request: ClientRequest,
  message: AdmittedMessage,
  match: RouteMatch<{ readonly config: Pick<ServiceConfig, 'hostHeader'> }>,
  { client, requestId, via }: HopFacts,
  upgrade: boolean,
): RewriteInput {
  return {
    request,
    framing: message.framing,
    target: match.forwardTarget,
    strippedPrefix: match.strippedPrefix,
    hostHeader: match.service.config.hostHeader,
    hop: { peer: request.peer, host: message.authority },
    client,
    requestId,
    via,
    maxForwards: message.maxForwards,
    upgrade,
  };
}
