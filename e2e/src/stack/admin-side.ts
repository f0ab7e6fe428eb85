import { Agent } from 'undici';
import type { Dispatcher } from 'undici';

/** What the admin API tells of an endpoint, as far as the suites ask. */
export interface EndpointState {
  readonly address: string;
  readonly health: 'unknown' | 'healthy' | 'unhealthy';
  readonly availability: string;
  readonly drained: boolean;
  readonly inFlight: number;
}

/** The admin side of one proxy. */
export interface AdminSide {
  /** The endpoints of a service that are not about to leave it. */
  endpoints(service: string): Promise<readonly EndpointState[]>;
  /** What `GET /config` tells of the configuration in use and of the last reload. */
  config(): Promise<ConfigState>;
  /** Whether `/readyz` says that load balancers may send traffic; no when nobody answers. */
  isReady(): Promise<boolean>;
}

/** The configuration in use. */
export interface ConfigState {
  readonly version: number;
  readonly lastResult: { readonly ok: boolean } | null;
}

/** The token of every proxy that these suites configure. */
export const ADMIN_TOKEN = 'token-of-the-e2e-suites';

const agent = new Agent({ headersTimeout: 5_000, bodyTimeout: 5_000 });

/** The admin side that is published at `origin`. */
export function adminSide(origin: string): AdminSide {
  const get = (path: string): Promise<Dispatcher.ResponseData> =>
    agent.request({
      origin,
      path,
      method: 'GET',
      // By the name that it believes, wherever the engine is.
      headers: { host: 'localhost', authorization: `Bearer ${ADMIN_TOKEN}` },
    });
  const read = async (path: string): Promise<unknown> => {
    const { statusCode, body } = await get(`/api/v1${path}`);
    if (statusCode !== 200) throw new Error(`${path} is a ${statusCode}: ${await body.text()}`);
    return body.json();
  };
  return {
    async endpoints(service) {
      const answer = await read(`/services/${service}`);
      if (!isServiceAnswer(answer)) throw new Error(`no service: ${JSON.stringify(answer)}`);
      return answer.service.endpoints.filter(({ draining }) => !draining);
    },
    async config() {
      const answer = await read('/config');
      if (!isConfigAnswer(answer)) throw new Error(`no configuration: ${JSON.stringify(answer)}`);
      return answer;
    },
    async isReady() {
      try {
        const { statusCode, body } = await get('/readyz');
        await body.dump();
        return statusCode === 200;
      } catch {
        return false;
      }
    },
  };
}

// The answers are this repository's own and documented by its OpenAPI file, so a look at their outline is enough.

interface ServiceAnswer {
  readonly service: { readonly endpoints: readonly (EndpointState & { readonly draining: boolean })[] };
}

function isServiceAnswer(answer: unknown): answer is ServiceAnswer {
  return typeof answer === 'object' && answer !== null && 'service' in answer;
}

function isConfigAnswer(answer: unknown): answer is ConfigState {
  return typeof answer === 'object' && answer !== null && 'version' in answer && 'lastResult' in answer;
}
