import { existsSync } from 'node:fs';

/** Whether this process runs in a container, as far as its file system and environment tell. */
export function insideContainer(
  env: Readonly<Record<string, string | undefined>> = process.env,
  exists: (file: string) => boolean = existsSync,
): boolean {
  return (
    exists('/.dockerenv') || exists('/run/.containerenv') || env['KUBERNETES_SERVICE_HOST'] !== undefined
  );
}

/** Whether only this machine, or this container, reaches the address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address === 'localhost';
}
