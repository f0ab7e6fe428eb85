/** One address of a service, as its source knows it. The balancer takes a list of these as it is. */
export interface DiscoveredEndpoint {
  /** IP address, IPv6 without brackets; a name only until its first answer, so that the system resolves it per connection. */
  readonly address: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Above 0. A DNS service record may say up to 65535. */
  readonly weight: number;
  /** Used only when no other is there. */
  readonly backup: boolean;
  /** `name:port` that it was looked up from; `address:port` for one that was given as an address. */
  readonly authority: string;
}

/** How the look-up of a service's endpoints is doing, for operators. */
export interface SourceStatus {
  readonly type: 'hosts' | 'dns' | 'srv' | 'file';
  /** `stale`: what is in use is older than the latest look-up, because that failed or none has answered yet. */
  readonly state: 'ok' | 'stale';
  /** What the latest look-up had to complain of; null when it went well. */
  readonly lastError: string | null;
  /** When an answer last came, as ISO 8601 in UTC; null before the first. */
  readonly lastAnswerAt: string | null;
}

/** Where the endpoints of one service come from, and keep coming from as they change. */
export interface EndpointSource {
  /**
   * Begins to look. The listener gets a list when there is one and then whenever it differs, never twice the same; an
   * order of its own makes a list, so that a shuffled answer is no change. Names of `hosts` are listed as they are at
   * once, before this returns. Called once.
   */
  start(listener: (endpoints: readonly DiscoveredEndpoint[]) => void): void;
  /** Resolves with the first answer, after 2 s without one, or with `close`. Never rejects. */
  readonly ready: Promise<void>;
  readonly status: SourceStatus;
  /** Ends timers, look-ups and watches; the listener hears nothing more. Safe to call more than once. */
  close(): void;
}
