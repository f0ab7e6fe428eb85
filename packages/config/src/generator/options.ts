import type { ConfigError } from '../config-error.ts';
import { describeValue } from '../describe-value.ts';
import { address } from '../values/address.ts';
import { domain } from '../values/domain.ts';
import { endpointPort, listenerPort } from '../values/port.ts';
import type { ValueType } from '../values/value-type.ts';
import { serviceName } from '../values/words.ts';
import { secondDevService } from './dev-config.ts';

/** What `hostler generate` asks for. */
export interface GenerateOptions {
  /** First label or labels of the domain, and the service's name. @default 'my-service' */
  readonly subDomain?: string;
  /** Port that clients connect to; 0 is any free one. @default 8080 */
  readonly ingressPort?: number | string;
  /** Port of the instances. Without it the configuration is one for local testing. */
  readonly targetPort?: number | string;
  /** @default 'my-company.com' */
  readonly companyDomain?: string;
  /** Addresses of the instances. @default ['127.0.0.1'] */
  readonly hosts?: readonly string[];
}

/** The same, checked and complete. */
export interface CheckedOptions {
  readonly subDomain: string;
  readonly companyDomain: string;
  readonly ingressPort: number;
  /** null for a configuration for local testing. */
  readonly targetPort: number | null;
  readonly hosts: readonly string[];
}

/** Fills in defaults and collects every mistake, under the names that the options have on the command line. */
export function checkOptions(options: GenerateOptions): {
  checked: CheckedOptions;
  errors: readonly ConfigError[];
} {
  const errors: ConfigError[] = [];
  function take<Out>(flag: string, type: ValueType<Out>, value: unknown, fallback: Out): Out {
    const parsed = type.parse(value);
    if (parsed.ok) return parsed.value;
    errors.push(optionError(flag, describeValue(value), parsed.expected ?? type.expected, parsed.fix));
    return fallback;
  }
  const {
    subDomain = 'my-service',
    companyDomain = 'my-company.com',
    ingressPort = 8080,
    targetPort,
  } = options;
  const { hosts } = options;
  const checked: CheckedOptions = {
    subDomain: take('--sub-domain', serviceName, subDomain, ''),
    companyDomain: take('--company-domain', domain, companyDomain, ''),
    ingressPort: take('--ingress-port', listenerPort, ingressPort, 0),
    targetPort: targetPort === undefined ? null : take('--target-port', endpointPort, targetPort, 0),
    hosts: (hosts ?? ['127.0.0.1']).map((host) => take('--hosts', address, host, '')),
  };
  if (hosts !== undefined && targetPort === undefined) {
    const fix = 'add --target-port, or leave out --hosts for a configuration for local testing';
    errors.push(optionError('--hosts', 'addresses without a port', '--target-port beside it', fix));
  }
  if (targetPort === undefined && checked.subDomain === secondDevService) {
    const fix = 'choose another name, or add --target-port';
    errors.push(
      optionError('--sub-domain', 'the name of the second local service', 'a name of its own', fix),
    );
  }
  if (hosts?.length === 0)
    errors.push(optionError('--hosts', 'nothing', 'at least one address', 'write 127.0.0.1'));
  return { checked, errors };
}

function optionError(flag: string, got: string, expected: string, fix: string): ConfigError {
  return { kind: 'invalid', file: null, line: null, column: null, path: flag, got, expected, fix };
}
