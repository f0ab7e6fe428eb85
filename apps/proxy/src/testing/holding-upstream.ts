import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpUpstream } from '@hostler/test-kit';
import type { Upstream } from '@hostler/test-kit';
import { keep } from './scene.ts';

/** A request that an endpoint has and does not answer until it is told to. */
export interface HeldRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** An upstream that answers when the test says so. */
export interface HoldingUpstream extends Upstream {
  /** Targets of all requests so far, in the order of their arrival. */
  readonly targets: readonly string[];
  /** The request with this index, once its head is there. */
  request(index: number): Promise<HeldRequest>;
  /** Answers it: 200 with its target, unless said otherwise. */
  answer(index: number, status?: number, headers?: Record<string, string>): Promise<void>;
}

/** Starts one, until the end of the test. */
export async function holdingUpstream(): Promise<HoldingUpstream> {
  const held: HeldRequest[] = [];
  const targets: string[] = [];
  const waiting = new Set<() => void>();
  const upstream = await keep(
    httpUpstream((request, response) => {
      request.resume();
      held.push({ request, response });
      targets.push(request.url ?? '');
      for (const wake of waiting) wake();
    }),
  );
  const request = (index: number): Promise<HeldRequest> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = held[index];
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    address: upstream.address,
    port: upstream.port,
    origin: upstream.origin,
    get accepted() {
      return upstream.accepted;
    },
    get open() {
      return upstream.open;
    },
    allClosed: () => upstream.allClosed(),
    close: () => upstream.close(),
    targets,
    request,
    async answer(index, status = 200, headers = {}) {
      const { request: asked, response } = await request(index);
      response.writeHead(status, headers).end(asked.url);
    },
  };
}
