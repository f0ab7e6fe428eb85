/**
 * How an endpoint is made to fail:
 * `refuse` - nothing listens: the connection is refused;
 * `reset` - the connection is reset when it has the whole request, before any answer;
 * `hang` - the request is taken and never answered, until `timeouts.responseHeader`;
 * `slow` - the real answer comes a second later;
 * `5xx` - a 503 in place of the real answer;
 * `truncate` - the real answer's body breaks off in the middle.
 */
export type FaultKind = 'refuse' | 'reset' | 'hang' | 'slow' | '5xx' | 'truncate';

/** A fault that one endpoint of a service is treated as having. Nothing outside is changed. */
export interface InjectedFault {
  /** Name of the endpoint. */
  readonly endpoint: string;
  readonly kind: FaultKind;
}
