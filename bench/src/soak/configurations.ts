/** The Host of the service under load. */
export const SOAK_HOST = 'soak.test';

/** What differs between two configurations of a soak. */
export interface Variation {
  /** A number of its own for each: what is written must not be what was written before. */
  readonly serial: number;
  /** Endpoints, all of weight 1 unless it says otherwise. */
  readonly weights?: ReadonlyMap<number, number>;
  /** @unit ms */
  readonly connectMs?: number;
  /** Of the service that is not under load. @unit ms */
  readonly othersConnectMs?: number;
}

/** A configuration of the proxy in front of `ports`: defaults, but for a hang that shall not cost half a minute. */
export function soakConfig(ports: readonly number[], variation: Variation): string {
  const { weights = new Map<number, number>(), connectMs = 2_000, othersConnectMs = 2_000 } = variation;
  const config = {
    proxy: {
      listen: { address: '127.0.0.1', port: 0 },
      admin: { address: '127.0.0.1', port: 0 },
      services: [
        {
          name: 'soak',
          domain: SOAK_HOST,
          hosts: ports.map((port) => ({ address: '127.0.0.1', port, weight: weights.get(port) ?? 1 })),
          timeouts: { connect: `${connectMs}ms`, responseHeader: '1s' },
          healthCheck: { path: '/healthz', interval: '1s' },
        },
        {
          name: 'other',
          domain: 'other.test',
          hosts: [{ address: '127.0.0.1', port: ports[0] }],
          timeouts: { connect: `${othersConnectMs}ms` },
        },
      ],
    },
  };
  // YAML takes JSON as it is.
  return `# ${variation.serial}\n${JSON.stringify(config, null, 2)}\n`;
}

/** A reload of a soak: what is written, and what the proxy must say to it. */
export interface Reload {
  readonly text: string;
  readonly outcome: 'applied' | 'unchanged' | 'invalid';
}

/** One reload of each sort in turn, for ever: nothing, another service, this service, an endpoint out and in, a mistake. */
export function* reloads(ports: readonly number[]): Generator<Reload, never> {
  const [first = 0] = ports;
  for (let serial = 1; ;) {
    const connectMs = 2_000 + (serial % 100);
    const next = (variation: Omit<Variation, 'serial'>, reached = ports): string =>
      soakConfig(reached, { serial: (serial += 1), ...variation });
    // Each takes back what the one before has changed, so that every one is a change.
    yield { text: next({}), outcome: 'unchanged' };
    yield { text: next({ othersConnectMs: connectMs }), outcome: 'applied' };
    yield { text: next({ weights: new Map([[first, 3]]) }), outcome: 'applied' };
    yield { text: next({ connectMs }), outcome: 'applied' };
    yield { text: next({}, ports.slice(1)), outcome: 'applied' };
    yield { text: next({}), outcome: 'applied' };
    yield { text: next({}).replace('"services"', '"servises"'), outcome: 'invalid' };
  }
}
