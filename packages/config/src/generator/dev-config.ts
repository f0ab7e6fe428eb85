import { scalar, serviceText } from './yaml-text.ts';

/** Where the pieces of a local playground listen; everything has a default. */
export interface DevConfigOptions {
  /** Of the proxy. @default '127.0.0.1' */
  readonly listenAddress?: string;
  /** Of the proxy. @default 8080 */
  readonly listenPort?: number;
  /** Of the proxy's admin side. @default 9901 */
  readonly adminPort?: number;
  /** Of the instances. @default '127.0.0.1' */
  readonly instanceAddress?: string;
  /** @default the two services of `pnpm dev` */
  readonly services?: readonly DevService[];
}

/** One simulated service: an instance on each port. */
export interface DevService {
  readonly name: string;
  readonly domains: readonly string[];
  readonly ports: readonly number[];
}

/** The name of the smaller of the two services below. */
export const secondDevService = 'cart';

/**
 * The two services that `pnpm dev` starts: one with three instances, which browsers reach as `localhost` too, and
 * `cart` with two.
 */
export function devServices(
  subDomain = 'my-service',
  companyDomain = 'my-company.com',
): readonly DevService[] {
  return [
    { name: subDomain, domains: [`${subDomain}.${companyDomain}`, 'localhost'], ports: [9090, 9091, 9092] },
    { name: secondDevService, domains: [`${secondDevService}.${companyDomain}`], ports: [9093, 9094] },
  ];
}

/** A configuration for local testing that points at simulated instances. */
export function devConfig({
  listenAddress = '127.0.0.1',
  listenPort = 8080,
  adminPort = 9901,
  instanceAddress = '127.0.0.1',
  services = devServices(),
}: DevConfigOptions = {}): string {
  const entries = services.map(({ name, domains, ports }) =>
    serviceText({ name, domains, endpoints: ports.map((port) => ({ address: instanceAddress, port })) }),
  );
  return `# For local testing: points at the instances that \`pnpm dev\` starts.
proxy:
  listen:
    address: ${scalar(listenAddress)}
    port: '${listenPort}'
  admin:
    address: 127.0.0.1
    port: '${adminPort}'
  shutdown:
    timeout: 1s # nobody wants to wait for Ctrl-C
  services:
${entries.join('\n')}
`;
}
