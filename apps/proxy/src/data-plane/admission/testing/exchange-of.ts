import type { ClientRequest, Exchange } from '../../exchange.ts';

/** What a test says of its request; the rest is a plain `GET /`. */
export type RequestFacts = Partial<Omit<ClientRequest, 'peer'>> & {
  readonly unmetExpectation?: boolean;
  readonly consumed?: boolean;
};

/** An exchange whose request has arrived and whose body and response nobody touches. */
export function exchangeOf({
  unmetExpectation = false,
  consumed = false,
  ...request
}: RequestFacts): Exchange {
  return {
    request: {
      method: 'GET',
      target: '/',
      httpVersion: '1.1',
      headers: ['Host', 'a.example'],
      peer: { address: '192.0.2.1', port: 50_000, localPort: 8080, tls: false },
      ...request,
    },
    body: { consumed, read: untouched, pause: untouched, resume: untouched },
    response: {
      informational: untouched,
      head: untouched,
      chunk: untouched,
      end: untouched,
      cut: untouched,
      endConnection: untouched,
      stallMs: null,
    },
    detach: null,
    unmetExpectation,
    isGone: false,
    listener: null,
  };
}

function untouched(): never {
  throw new Error('admission decides by the head alone');
}
