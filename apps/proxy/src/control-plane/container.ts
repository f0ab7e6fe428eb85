import { existsSync } from 'node:fs';

/** Whether this process runs in a container, as far as its file system and environment tell. */
export function insideContainer(
  env: Readonly<Record<string, string | undefined>> = process.env,
  exists: (file: string) => boolean = existsSync,
): boolean {
  return (
    exists('/.dockerenv') ||
    exists('/run/.containerenv') ||
    env['KUBERNETES_SERVICE_HOST'] !== undefined ||
    env['container'] !== undefined
  );
}

/**
 * What an operator should know about a main listener on this address.
 * @returns `null` when there is nothing to know
 */
export function unreachableListener(
  address: string,
  inContainer: () => boolean = insideContainer,
): string | null {
  if (!isLoopback(address) || !inContainer()) return null;
  return `the main listener is on ${address}, which nobody outside this container reaches. Fix: proxy.listen.address: 0.0.0.0`;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address === 'localhost' || /^(::ffff:)?127\./i.test(address);
}
