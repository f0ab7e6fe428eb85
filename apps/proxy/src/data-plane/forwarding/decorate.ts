/**
 * Adds what belongs to one client and one request, after everything that an endpoint sent was sanitised, so that no
 * `Connection` field of the endpoint can take it away.
 *
 * @param headers changed in place
 * @param proxyStatus our member for `Proxy-Status`; as a list field it is appended as a line of its own (RFC 9209 2)
 * @param setCookie a cookie of ours for this client alone; `null` for none
 */
export function decorate(
  headers: string[],
  requestId: string,
  proxyStatus: string,
  setCookie: string | null = null,
): void {
  headers.push('X-Request-Id', requestId, 'Proxy-Status', proxyStatus);
  if (setCookie !== null) headers.push('Set-Cookie', setCookie);
}
