import type { DevService } from '../../packages/config/src/index.ts';

/** Who listens where in a development run. */
export interface Plan {
  readonly listenPort: number;
  readonly adminPort: number;
  readonly services: readonly DevService[];
}

/** Finds a place for each listener of `usual`: its own port, or the next free one. `notices` has a line for each that
 *  had to move.
 *  @throws {RangeError} when there is no port left. */
export async function planPorts(
  usual: Plan,
  isFree: (port: number) => Promise<boolean>,
): Promise<{ plan: Plan; notices: readonly string[] }> {
  const notices: string[] = [];
  // Nobody takes another listener's usual port: one that had to move must not make the next one move.
  const taken = new Set([usual.listenPort, usual.adminPort, ...usual.services.flatMap(({ ports }) => ports)]);

  const place = async (who: string, port: number): Promise<number> => {
    if (await isFree(port)) return port;
    for (let other = port + 1; other <= 65_535; other += 1) {
      if (taken.has(other) || !(await isFree(other))) continue;
      taken.add(other);
      notices.push(`port ${port} is in use: ${who} takes ${other}`);
      return other;
    }
    throw new RangeError(`no port from ${port} on is free for ${who}`);
  };

  const listenPort = await place('the proxy', usual.listenPort);
  const adminPort = await place("the proxy's admin side", usual.adminPort);
  const services: DevService[] = [];
  for (const service of usual.services) {
    const ports: number[] = [];
    for (const port of service.ports) ports.push(await place(`an instance of ${service.name}`, port));
    services.push({ ...service, ports });
  }
  return { plan: { listenPort, adminPort, services }, notices };
}
