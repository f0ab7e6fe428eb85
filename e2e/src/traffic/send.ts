import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import type { Readable } from 'node:stream';

/** A response, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `X-Instance`: who answered; undefined when it was the proxy itself. */
  readonly instance: string | undefined;
  readonly body: string;
}

/** What a request has apart from its host and path. */
export interface SendOptions {
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
  readonly signal?: AbortSignal;
}

const agent = new Agent();

/**
 * Sends one request to `origin` with `host` in its Host field and the path byte for byte as it stands; the body of
 * the response is still to be read.
 */
export function open(
  origin: string,
  host: string,
  path: string,
  options: SendOptions = {},
): Promise<Dispatcher.ResponseData> {
  const { method = 'GET', headers = {}, ...others } = options;
  return agent.request({ origin, path, method, headers: { ...headers, host }, ...others });
}

/** Sends one request like `open` and reads the response to its end. Rejects when it is cut. */
export async function send(
  origin: string,
  host: string,
  path: string,
  options?: SendOptions,
): Promise<Answer> {
  const response = await open(origin, host, path, options);
  const instance = response.headers['x-instance'];
  return {
    status: response.statusCode,
    headers: response.headers,
    instance: typeof instance === 'string' ? instance : undefined,
    body: await response.body.text(),
  };
}
