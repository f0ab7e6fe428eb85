/** What `/_stats` tells. Counts start with the instance; requests for `/_control` and `/_stats` are in none. */
export interface StatsSnapshot {
  /** Requests that came in, upgrades included, probes not. */
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  /** By the status that was sent; requests cut before their head are in none. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests that the client left before their response was complete. */
  readonly aborted: number;
  /** Requests whose connection the instance itself cut, as it was asked to. */
  readonly cut: number;
  /** Messages that were no valid HTTP. */
  readonly malformed: number;
  /** Requests for `/healthz` and `/readyz`. */
  readonly probes: number;
  /** Requests being answered now. */
  readonly inFlight: number;
  readonly connections: OpenAndTotal;
  readonly webSockets: OpenAndTotal;
  readonly eventStreams: OpenAndTotal;
}

/** How many there are, and how many there were altogether. */
export interface OpenAndTotal {
  readonly open: number;
  readonly total: number;
}

/** Counts things that open and close. */
export class Gauge {
  #open = 0;
  #total = 0;

  /** Counts one more; the function returned counts it closed. */
  enter(): () => void {
    this.#open += 1;
    this.#total += 1;
    return () => {
      this.#open -= 1;
    };
  }

  get snapshot(): OpenAndTotal {
    return { open: this.#open, total: this.#total };
  }
}

/** How a request ended. */
export type RequestEnd = 'complete' | 'aborted' | 'cut';

/** The counts of one instance. */
export class Stats {
  readonly connections = new Gauge();
  readonly webSockets = new Gauge();
  readonly eventStreams = new Gauge();
  probes = 0;
  malformed = 0;
  readonly #inFlight = new Gauge();
  readonly #byMethod = new Map<string, number>();
  readonly #byStatus = new Map<string, number>();
  readonly #byEnd = new Map<RequestEnd, number>();

  /** Counts a request in; the function returned counts its end, with the status if one was sent. */
  begin(method: string): (end: RequestEnd, status: number | undefined) => void {
    const leave = this.#inFlight.enter();
    increment(this.#byMethod, method);
    return (end, status) => {
      leave();
      increment(this.#byEnd, end);
      if (status !== undefined) increment(this.#byStatus, String(status));
    };
  }

  snapshot(): StatsSnapshot {
    const { open, total } = this.#inFlight.snapshot;
    return {
      total,
      byMethod: Object.fromEntries(this.#byMethod),
      byStatus: Object.fromEntries(this.#byStatus),
      aborted: this.#byEnd.get('aborted') ?? 0,
      cut: this.#byEnd.get('cut') ?? 0,
      malformed: this.malformed,
      probes: this.probes,
      inFlight: open,
      connections: this.connections.snapshot,
      webSockets: this.webSockets.snapshot,
      eventStreams: this.eventStreams.snapshot,
    };
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
