import type { AdminConfig } from '@hostler/config';
import type { RawHeaders } from '@hostler/http';
import { Problem } from '../problem.ts';
import { foreignPage } from './foreign-page.ts';
import type { ForeignPage } from './foreign-page.ts';
import { isLoopbackAddress, ownHost } from './own-host.ts';
import { createTokenCheck } from './token.ts';
import type { TokenVerdict } from './token.ts';

/** The settings that say who is let in. */
export type Access = Pick<AdminConfig, 'address' | 'token' | 'hosts' | 'api'>;

/** Who asks for what. */
export interface Visit {
  readonly method: string;
  readonly headers: RawHeaders;
}

/** Decides about everything but the probes and the metrics. */
export interface Guard {
  /** Whether a page in a browser is made to ask by somebody else. @returns why it is refused, or `null` */
  page(visit: Visit): Problem | null;
  /** Whether the caller is let in. @returns why not, or `null` */
  caller(visit: Visit): Problem | null;
}

export function createGuard({ address, token, hosts, api }: Access): Guard {
  const names = new Set(hosts);
  // The configuration is refused without a token beyond loopback; one from elsewhere does not open the door either.
  const needsToken = token !== null || !isLoopbackAddress(address);
  const checkToken = createTokenCheck(token);
  return {
    page({ method, headers }) {
      const own = ownHost(headers, names);
      if (own === null) return hostNotAllowed;
      const foreign = foreignPage(method, headers, own);
      return foreign === null ? null : foreignPages[foreign];
    },
    caller({ headers }) {
      if (!api) return apiOff;
      if (!needsToken) return null;
      const verdict = checkToken(headers);
      return verdict === 'right' ? null : noToken[verdict];
    },
  };
}

const hostNotAllowed = new Problem('host_not_allowed', {
  message: 'The admin side is not called by this Host.',
  fix: 'Call it as localhost, 127.0.0.1 or [::1], or add the name to proxy.admin.hosts.',
});

const foreignPages: Readonly<Record<ForeignPage, Problem>> = {
  'cross-site': new Problem('cross_site', {
    message: 'A page of another site made the browser send this request.',
    fix: 'Open the admin side directly, or call it from a shell.',
  }),
  'other-origin': new Problem('origin_not_allowed', {
    message: 'Changes are taken from pages of the admin side itself, and from callers that are no browser.',
    fix: 'Send no Origin, or the one of the URL that you call.',
  }),
};

const apiOff = new Problem('api_off', {
  message: 'Only the probes and /metrics are served here.',
  fix: 'Set proxy.admin.api to true, and restart.',
});

const noToken: Readonly<Record<Exclude<TokenVerdict, 'right'>, Problem>> = {
  missing: new Problem(
    'token_missing',
    {
      message: 'This needs the token of the admin side.',
      fix: 'Send "Authorization: Bearer TOKEN" with the value of proxy.admin.token; from a shell, set HOSTLER_ADMIN_TOKEN or use --token.',
    },
    { 'WWW-Authenticate': 'Bearer realm="hostler admin"' },
  ),
  wrong: new Problem(
    'token_wrong',
    {
      message: 'This is not the token of the admin side.',
      fix: 'Send the value of proxy.admin.token as this process read it at its start.',
    },
    { 'WWW-Authenticate': 'Bearer realm="hostler admin", error="invalid_token"' },
  ),
};
