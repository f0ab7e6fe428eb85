import { ConfigInvalid } from '../define-config.ts';
import { loadConfig } from '../load-config.ts';
import { devConfig, devServices } from './dev-config.ts';
import { checkOptions } from './options.ts';
import type { CheckedOptions, GenerateOptions } from './options.ts';
import { serviceText } from './yaml-text.ts';

/**
 * A configuration as YAML text, always a valid one. With a target port it is one service in the format of the README;
 * without, one for local testing that points at the instances of `pnpm dev`.
 * @throws ConfigInvalid with every unfit option, under its name on the command line (`--sub-domain`)
 */
export function generateConfig(options: GenerateOptions = {}): string {
  const { checked, errors } = checkOptions(options);
  if (errors.length > 0) throw new ConfigInvalid(errors);
  const text = checked.targetPort === null ? localTesting(checked) : oneService(checked, checked.targetPort);
  // Options can be right one by one and wrong together: a host twice, a domain of more than 253 characters.
  const loaded = loadConfig({ file: '', text }, {});
  if (loaded.ok) return text;
  throw new ConfigInvalid(loaded.errors.map((error) => ({ ...error, file: null, line: null, column: null })));
}

function oneService(
  { subDomain, companyDomain, ingressPort, hosts }: CheckedOptions,
  targetPort: number,
): string {
  const service = serviceText({
    name: subDomain,
    domains: [`${subDomain}.${companyDomain}`],
    endpoints: hosts.map((address) => ({ address, port: targetPort })),
  });
  return `proxy:
  listen:
    address: 127.0.0.1
    port: '${ingressPort}'
  services:
${service}
`;
}

function localTesting({ subDomain, companyDomain, ingressPort }: CheckedOptions): string {
  return devConfig({ listenPort: ingressPort, services: devServices(subDomain, companyDomain) });
}
