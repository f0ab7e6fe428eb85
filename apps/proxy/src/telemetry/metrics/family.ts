import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** The only labels there are: each multiplies the number of series. */
export type Label = 'service' | 'endpoint' | 'reason' | 'result';

/** One series at the moment of a scrape. */
export type Sample<Name extends Label> = readonly [labels: Record<Name, string>, value: number];

/** Metrics of one name. */
export interface Family<Name extends Label> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly Name[];
  /** All its series. A series that is not among them any more is gone. */
  readonly samples: () => Iterable<Sample<Name>>;
}

/** Totals that somebody else counts; they go down only with the process. */
export function totals<Name extends Label>(registers: Registry[], family: Family<Name>): Counter<Name> {
  const { name, help, labelNames, samples } = family;
  return new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers,
    collect() {
      this.reset();
      for (const [labels, value] of samples()) this.inc(labels, value);
    },
  });
}

/** Values of now. */
export function values<Name extends Label>(registers: Registry[], family: Family<Name>): Gauge<Name> {
  const { name, help, labelNames, samples } = family;
  return new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers,
    collect() {
      this.reset();
      for (const [labels, value] of samples()) this.set(labels, value);
    },
  });
}
