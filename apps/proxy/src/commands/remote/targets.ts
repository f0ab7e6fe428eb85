import type { AdminConfig, Config } from '@hostler/config';
import type { Terminal } from '../exit.ts';
import { findConfig } from '../find-config.ts';
import { load } from '../load.ts';
import type { RemoteFlags } from './flags.ts';

/** One or more admin sides that are called by the same URL. */
export interface Target {
  readonly url: URL;
  readonly token: string | null;
}

/** Where an admin side is unless the configuration says otherwise. */
const usualPort = '9901';
const usual = `http://127.0.0.1:${usualPort}`;

/**
 * Whom to call: who is named, else the admin side of the configuration, else the usual one. The token is the one that is
 * named, else that of the environment, else that of the configuration, if it was asked for.
 * @returns `null` after having said what is wrong
 */
export function targetsOf(
  flags: RemoteFlags,
  terminal: Terminal,
  env: NodeJS.ProcessEnv,
): readonly Target[] | null {
  const fromEnvironment = env['HOSTLER_ADMIN_TOKEN'] ?? '';
  const named = flags.token ?? (fromEnvironment === '' ? null : fromEnvironment);
  if (flags.admin.length === 0) {
    const file = findConfig(flags.config);
    return file === null ? [{ url: new URL(usual), token: named }] : configured(file, named, terminal);
  }
  const admin = flags.config === undefined ? null : adminOf(flags.config, terminal);
  if (admin === undefined) return null;
  const targets: Target[] = [];
  for (const text of flags.admin) {
    const url = adminUrl(text);
    if (url === null) {
      terminal.err(`"${text}" is no admin side. Fix: write --admin http://127.0.0.1:9901, or a name.\n`);
      return null;
    }
    targets.push({ url, token: named ?? admin?.token ?? null });
  }
  return targets;
}

/** The path of a URL is kept, for whoever has the admin side below one; a name alone is called on the usual port. */
function adminUrl(text: string): URL | null {
  const hasScheme = text.includes('://');
  const url = URL.parse(hasScheme ? text : `http://${text}`);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  if (url.hostname === '' || url.username !== '' || url.search !== '' || url.hash !== '') return null;
  if (!hasScheme && !/:\d+(\/|$)/.test(text)) url.port = usualPort;
  return url;
}

function configured(file: string, token: string | null, terminal: Terminal): readonly Target[] | null {
  const admin = adminOf(file, terminal);
  if (admin === undefined) return null;
  if (admin.port === 0) {
    terminal.err(
      `${file} lets the admin side take any port. Fix: name it with --admin http://127.0.0.1:PORT.\n`,
    );
    return null;
  }
  return [{ url: new URL(`http://${reachable(admin.address)}:${admin.port}`), token: token ?? admin.token }];
}

/** @returns `undefined` after having said why there is none */
function adminOf(file: string, terminal: Terminal): AdminConfig | undefined {
  const config: Config | undefined = load(file, terminal)?.config;
  if (config === undefined) {
    terminal.err(
      `So its admin side is not known. Fix: correct ${file}, or name the admin side with --admin URL alone.\n`,
    );
    return undefined;
  }
  if (config.admin === false || !config.admin.api) {
    const setting = config.admin === false ? 'admin: false' : 'admin.api: false';
    terminal.err(
      `${file} says ${setting}: this proxy cannot be steered. Fix: take that out, and restart it.\n`,
    );
    return undefined;
  }
  return config.admin;
}

/** An address to connect to, for one to listen on. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}
