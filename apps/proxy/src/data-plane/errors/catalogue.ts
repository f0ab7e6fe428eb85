/** Whose fault an error is: what the access log, the metrics and the retry rule go by. */
export type ErrorSource = 'client' | 'upstream' | 'proxy';

/** One way in which a request can end other than by an endpoint's response. */
export interface ErrorDefinition {
  /** Status of the response, where one can still be sent. 499 is never sent: it stands in the log for a client that left. */
  readonly status: number;
  /** RFC 9209 2.3 error type for `Proxy-Status`; several of our codes may share one. */
  readonly type: string;
  readonly source: ErrorSource;
  /** The sentence in the response body. Says nothing about what is behind the proxy. */
  readonly message: string;
  /** What an operator does about it; for `docs/errors.md`. */
  readonly fix: string;
}

/**
 * Every error the data plane can answer with, by its stable code.
 * The code is the RFC 9209 type wherever that type has one meaning here.
 */
const definitions = {
  http_request_error: {
    status: 400,
    type: 'http_request_error',
    source: 'client',
    message: 'The request is malformed or can be read in more than one way.',
    fix: 'The access log line names the rule that the request broke. The client must send a valid HTTP/1.1 request with exactly one valid Host.',
  },
  unsafe_path: {
    status: 400,
    type: 'http_request_error',
    source: 'client',
    message: 'The path leaves the prefix that it was routed by.',
    fix: 'Send the prefix literally and without dot segments, or route the service without `stripPrefix`.',
  },
  not_implemented: {
    status: 501,
    type: 'http_request_error',
    source: 'client',
    message: 'The method or the transfer coding is not supported.',
    fix: 'CONNECT and transfer codings other than `chunked` are not supported; the client must send the request without them.',
  },
  request_timeout: {
    status: 408,
    type: 'http_request_error',
    source: 'client',
    message: 'The request did not arrive in time.',
    fix: 'The client stopped sending. Raise `timeouts.idle` of the service if its clients are that slow; the limit for the header block is fixed.',
  },
  request_header_too_large: {
    status: 431,
    type: 'http_request_error',
    source: 'client',
    message: 'The request header is larger than 16 KiB.',
    fix: 'Send fewer or smaller fields; large cookies are the usual cause.',
  },
  body_too_large: {
    status: 413,
    type: 'http_request_error',
    source: 'client',
    message: 'The request body is larger than this service accepts.',
    fix: 'Raise `limits.maxBodyBytes` of the service, or turn it `off`.',
  },
  expectation_failed: {
    status: 417,
    type: 'http_request_error',
    source: 'client',
    message: 'The expectation is not supported.',
    fix: 'Only `Expect: 100-continue` is supported (RFC 9110 10.1.1).',
  },
  destination_not_found: {
    status: 404,
    type: 'destination_not_found',
    source: 'client',
    message: 'No service is configured for this host and path.',
    fix: 'Add the host to a service (`domain`, `domains` or `routes`), or make one service the default with `default: true`.',
  },
  overloaded: {
    status: 503,
    type: 'proxy_internal_response',
    source: 'proxy',
    message: 'The proxy has more to do than it can.',
    fix: 'The event loop lagged by more than `proxy.overload.maxLag`, and requests are shed by the `limits.priority` of their service. Give the machine more CPU, use `proxy.workers`, or add replicas.',
  },
  circuit_open: {
    status: 503,
    type: 'destination_unavailable',
    source: 'proxy',
    message: 'The service failed too often lately and is given time to recover.',
    fix: 'The circuit breaker is open: more requests than `circuitBreaker.failureRate` failed. The lines before it have the errors; it closes by itself once trials do well.',
  },
  connection_limit_reached: {
    status: 503,
    type: 'connection_limit_reached',
    source: 'proxy',
    message: 'The service has as many requests as it may.',
    fix: 'All places of `limits.maxInFlight` or `limits.maxInFlightPerEndpoint` were taken for longer than `limits.queue.deadline`, or the queue was full. Add instances, or raise the limit that is too low.',
  },
  destination_unavailable: {
    status: 503,
    type: 'destination_unavailable',
    source: 'upstream',
    message: 'No instance of the service can be reached.',
    fix: 'Every endpoint of the service refused or could not be dialled. Check that its instances run and that `hosts` names their addresses.',
  },
  dns_error: {
    status: 502,
    type: 'dns_error',
    source: 'upstream',
    message: 'The address of the service could not be looked up.',
    fix: 'Check the name in `hosts` and the resolver of this machine.',
  },
  connection_refused: {
    status: 502,
    type: 'connection_refused',
    source: 'upstream',
    message: 'The service refused the connection.',
    fix: 'Nothing listens at the address of the endpoint. Check that its instance runs, and its port.',
  },
  destination_ip_unroutable: {
    status: 502,
    type: 'destination_ip_unroutable',
    source: 'upstream',
    message: 'The service cannot be reached over the network.',
    fix: 'There is no route to the address of the endpoint. Check the network between this machine and it.',
  },
  connection_timeout: {
    status: 504,
    type: 'connection_timeout',
    source: 'upstream',
    message: 'The connection to the service took too long.',
    fix: 'The endpoint neither accepts nor refuses: a firewall, a full backlog or a machine that is gone. The limits are `timeouts.connect` and `timeouts.acquire`.',
  },
  connection_terminated: {
    status: 502,
    type: 'connection_terminated',
    source: 'upstream',
    message: 'The service closed the connection before it answered.',
    fix: 'The instance crashed, was restarted, or closes idle connections before its own `Keep-Alive` hint says.',
  },
  connection_read_timeout: {
    status: 504,
    type: 'connection_read_timeout',
    source: 'upstream',
    message: 'The service stopped in the middle of its response.',
    fix: 'No byte of the body came for `timeouts.idle`. Raise it if the service is silent for that long on purpose.',
  },
  connection_write_timeout: {
    status: 504,
    type: 'connection_write_timeout',
    source: 'upstream',
    message: 'The service stopped reading the request.',
    fix: 'The instance took no byte of the request body for `timeouts.idle`.',
  },
  http_response_timeout: {
    status: 504,
    type: 'http_response_timeout',
    source: 'upstream',
    message: 'The service did not answer in time.',
    fix: 'No response head came for `timeouts.responseHeader` after the request was sent.',
  },
  request_deadline: {
    status: 504,
    type: 'http_response_timeout',
    source: 'upstream',
    message: 'The request took longer than this service allows.',
    fix: 'The whole request took longer than `timeouts.request`.',
  },
  http_response_incomplete: {
    status: 502,
    type: 'http_response_incomplete',
    source: 'upstream',
    message: 'The service sent an incomplete response.',
    fix: 'The instance closed the connection before its response was complete; the client saw a cut connection.',
  },
  http_protocol_error: {
    status: 502,
    type: 'http_protocol_error',
    source: 'upstream',
    message: 'The service sent something that is not a valid HTTP response.',
    fix: 'The access log line names the rule of RFC 9112 that the response broke.',
  },
  tunnel_timeout: {
    status: 504,
    type: 'connection_read_timeout',
    source: 'proxy',
    message: 'Nothing was sent either way for too long.',
    fix: 'A WebSocket was silent for `timeouts.tunnel` and was closed with code 1001. Let one side send pings more often than that, or raise it.',
  },
  http_upgrade_failed: {
    status: 502,
    type: 'http_upgrade_failed',
    source: 'upstream',
    message: 'The service did not complete the upgrade.',
    fix: 'The endpoint answered 101 with a protocol that was not asked for.',
  },
  proxy_loop_detected: {
    status: 508,
    type: 'proxy_loop_detected',
    source: 'proxy',
    message: 'The request has been through this proxy before.',
    fix: 'An endpoint of the service leads back to this proxy. If it is another Hostler in front of this one, give each its own `proxy.via`.',
  },
  request_body_consumed: {
    status: 500,
    type: 'proxy_configuration_error',
    source: 'proxy',
    message: 'The request body was read before it reached the proxy.',
    fix: 'A middleware in front of the proxy, such as a body parser, has read the body. Mount it behind, or only on paths that are not proxied.',
  },
  proxy_internal_error: {
    status: 500,
    type: 'proxy_internal_error',
    source: 'proxy',
    message: 'The proxy failed.',
    fix: 'This is a defect of Hostler; the error log line with the same request id has the stack.',
  },
  shutdown: {
    status: 503,
    type: 'connection_terminated',
    source: 'proxy',
    message: 'The proxy is shutting down.',
    fix: 'The request was still open when `shutdown.timeout` had passed. Raise it if requests are allowed to take longer.',
  },
  client_stalled: {
    status: 499,
    type: 'connection_write_timeout',
    source: 'client',
    message: 'The client stopped reading the response.',
    fix: 'The client took no byte for `timeouts.idle`; its connection was cut.',
  },
  client_aborted: {
    status: 499,
    type: 'connection_terminated',
    source: 'client',
    message: 'The client went away before the response was complete.',
    fix: 'Nothing to do here; many of them mean that clients give up waiting.',
  },
} as const satisfies Record<string, ErrorDefinition>;

/** A stable code that logs, metrics, route tests and users match on. */
export type ErrorCode = keyof typeof definitions;

/** The catalogue, in the order of a request's life; `docs/errors.md` is generated from it. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorDefinition>> = definitions;
