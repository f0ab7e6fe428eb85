import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ask } from '../../testing/client.ts';
import type { RunningProxy } from '../../testing/running-proxy.ts';
import { proxyTo } from '../../testing/scene.ts';

/** An answer of the admin side. */
export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The body, parsed. @throws when it is no JSON */
  json(): unknown;
  /** The error in it, all empty when there is none. */
  error(): AdminError;
}

export interface AdminError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly details: readonly string[];
}

export interface AdminAsk {
  readonly method?: string;
  /** Name to value; `null` leaves out one that is sent otherwise. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of that. */
  readonly rawBody?: string;
}

/** A running proxy and its admin side. */
export interface AdminScene {
  readonly proxy: RunningProxy;
  readonly port: number;
  /** Asks as a shell would: POSTs are JSON. */
  ask(path: string, ask?: AdminAsk): Promise<AdminAnswer>;
  get(path: string, headers?: AdminAsk['headers']): Promise<AdminAnswer>;
  post(path: string, body?: unknown): Promise<AdminAnswer>;
  /** Writes what a reload reads. @param text the whole file */
  writeConfig(text: string): void;
}

export interface AdminSceneOptions {
  /** What stands under `proxy.admin`. */
  readonly admin?: object;
  /** What stands under `proxy`. */
  readonly proxy?: object;
  /** What stands under the service `shop`. */
  readonly service?: object;
  readonly endpoints?: readonly { readonly address: string; readonly port: number }[];
  /** The configuration came from a file. @default true */
  readonly file?: boolean;
}

/** Nothing listens on these; nobody is meant to dial them. */
export const twoEndpoints = [
  { address: '127.0.0.1', port: 1 },
  { address: '::1', port: 2 },
];

/** Starts a proxy with the service `shop`, until the end of the test. */
export async function adminScene(options: AdminSceneOptions = {}): Promise<AdminScene> {
  const { admin = {}, proxy: settings = {}, service = {}, endpoints = twoEndpoints } = options;
  const configFile = join(scratch(), 'config.yaml');
  const listener = { address: '127.0.0.1', port: 0, ...admin };
  const proxy = await proxyTo(endpoints, {
    proxy: { admin: listener, ...settings },
    service,
    ...(options.file === false ? {} : { configFile }),
  });
  await proxy.proxy.start();
  const line = proxy.log.find((entry) => entry['msg'] === 'listening' && entry['listener'] === 'admin');
  const port = Number(line?.['port']);
  const askAdmin = (path: string, request: AdminAsk = {}): Promise<AdminAnswer> => askAt(port, path, request);
  return {
    proxy,
    port,
    ask: askAdmin,
    get: (path, headers = {}) => askAdmin(path, { headers }),
    post: (path, body) => askAdmin(path, { method: 'POST', body }),
    writeConfig(text) {
      writeFileSync(configFile, text);
    },
  };
}

/** Asks an admin side on this port. */
export async function askAt(port: number, path: string, request: AdminAsk): Promise<AdminAnswer> {
  const { method = 'GET', headers = {}, body, rawBody } = request;
  const sent = { ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}), ...headers };
  const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await ask(port, {
    path,
    method,
    headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null)) as Record<
      string,
      string
    >,
    ...(text === undefined ? {} : { body: text }),
  });
  const answered = answer.body.toString();
  return {
    status: answer.status,
    headers: answer.headers,
    text: answered,
    json: () => JSON.parse(answered) as unknown,
    error() {
      // What every error is, is checked against the document of the API.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const { error } = JSON.parse(answered) as { readonly error?: AdminError };
      return error ?? { code: '', message: '', fix: '', details: [] };
    },
  };
}

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'hostler-admin-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  return directory;
}
