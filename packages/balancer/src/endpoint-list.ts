import { endpointName } from './endpoint.ts';
import type { EndpointOptions, Health } from './endpoint.ts';

/** An endpoint's settings, checked and complete. */
export interface EndpointSettings {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly weight: number;
  readonly backup: boolean;
  readonly authority: string;
  readonly health: Health;
  readonly ejected: boolean;
  readonly drained: boolean;
}

/**
 * Checks a list of endpoints. One that is listed twice is one endpoint with the weights added: twice the share is what
 * the list asks for, and what two DNS names with a common address come to. It is a backup if both are, and out if one is.
 * @throws RangeError for a port or a weight out of range
 */
export function toEndpointSettings(endpoints: readonly EndpointOptions[]): EndpointSettings[] {
  const byName = new Map<string, EndpointSettings>();
  for (const options of endpoints) {
    const { address, port, weight = 1 } = options;
    const name = endpointName(address, port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new RangeError(`endpoint ${name}: got port ${port}, expected 1 to 65535`);
    }
    if (!(weight > 0 && Number.isFinite(weight))) {
      throw new RangeError(`endpoint ${name}: got weight ${weight}, expected a number above 0`);
    }
    const listed = byName.get(name);
    byName.set(name, {
      name,
      address,
      port,
      weight: weight + (listed?.weight ?? 0),
      backup: (options.backup ?? false) && (listed?.backup ?? true),
      authority: listed?.authority ?? options.authority ?? name,
      health: listed?.health ?? options.health ?? 'unknown',
      ejected: (options.ejected ?? false) || (listed?.ejected ?? false),
      drained: (options.drained ?? false) || (listed?.drained ?? false),
    });
  }
  return [...byName.values()];
}
