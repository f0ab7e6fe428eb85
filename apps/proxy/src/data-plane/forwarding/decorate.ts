/**
 * Adds what belongs to one client and one request, after everything that an endpoint sent was sanitised, so that no
 * `Connection` field of the endpoint can take it away.
 *
 * @param headers changed in place
 * @param proxyStatus our member for `Proxy-Status`; as a list field it is appended as a line of its own (RFC 9209 2)
 */
export function decorate(headers: string[], requestId: string, proxyStatus: string): void {
  headers.push('X-Request-Id', requestId, 'Proxy-Status', proxyStatus);
}
