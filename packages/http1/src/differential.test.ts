import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, verdict } from './testing/differences.ts';
import { upgradeMessage, validMessage } from './testing/messages.ts';
import type { Message } from './testing/messages.ts';
import { mutatedMessage, randomBytes } from './testing/mutations.ts';
import { ourOutcome } from './testing/outcome.ts';
import type { Outcome } from './testing/outcome.ts';

/** Fixed, so that a difference is found on the day it is made and not on another. */
const seed = 9112;

const messages: readonly Message[] = [
  ...differences.map(({ example }) => ({ method: 'GET', text: example })),
  ...fc.sample(validMessage, { numRuns: 1500, seed }),
  ...fc.sample(upgradeMessage, { numRuns: 100, seed }),
  ...fc.sample(mutatedMessage, { numRuns: 5000, seed }),
  ...fc.sample(randomBytes, { numRuns: 500, seed }),
  // Node's client treats CONNECT as its own protocol.
].filter(({ method }) => method !== 'CONNECT');

/** An endpoint that answers the path /N with the Nth message and closes. */
const endpoint = createServer((socket) => {
  let head = '';
  socket.on('error', () => undefined);
  socket.on('data', (piece) => {
    head += piece.toString('latin1');
    if (!head.endsWith('\r\n\r\n')) return;
    const index = Number(head.slice(head.indexOf('/') + 1).split(' ', 1)[0]);
    socket.end(messages[index]?.text ?? '', 'latin1');
  });
});

/** Has Node's client ask for the Nth message. */
function nodeOutcome(port: number, index: number, { method }: Message): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const informational: number[] = [];
  let response: IncomingMessage | null = null;
  let error: string | null = null;
  let body = '';
  const take = (piece: Buffer): void => {
    body += piece.toString('latin1');
  };
  const note = (failure: NodeJS.ErrnoException): void => {
    error ??= failure.code ?? failure.message;
  };
  const settle = (complete: boolean): void => {
    resolve({
      complete,
      error,
      informational,
      status: response?.statusCode ?? null,
      reason: response?.statusMessage ?? '',
      httpMinor: response?.httpVersionMinor ?? null,
      headers: response?.rawHeaders ?? [],
      body,
      trailers: response?.rawTrailers ?? [],
    });
  };
  const headers = { Connection: 'Upgrade', Upgrade: 'x' };
  const outgoing = request({ host: '127.0.0.1', port, method, path: `/${index}`, agent: false, headers });
  outgoing.on('information', ({ statusCode }) => informational.push(statusCode));
  outgoing.on('response', (incoming) => {
    response = incoming;
    incoming.on('data', take).on('error', note);
  });
  outgoing.on('upgrade', (incoming, socket, rest) => {
    response = incoming;
    take(rest);
    socket
      .on('data', take)
      .on('error', note)
      .on('close', () => settle(true));
  });
  outgoing.on('error', note);
  outgoing.on('close', () => {
    if (response?.statusCode !== 101 || response.complete) settle(response?.complete === true);
  });
  outgoing.end();
  return promise;
}

/** What is not the same; the names of errors are each parser's own. */
function differingParts(ours: Outcome, node: Outcome): string[] {
  if (verdict(ours) !== verdict(node)) return ['verdict'];
  // What was delivered before an error depends on how the bytes came.
  if (verdict(ours) !== 'complete') return [];
  const parts = ['informational', 'status', 'reason', 'httpMinor', 'headers', 'body', 'trailers'] as const;
  const differing: string[] = parts.filter(
    (part) => JSON.stringify(ours[part]) !== JSON.stringify(node[part]),
  );
  if ((ours.error === null) !== (node.error === null)) differing.push('error');
  return differing;
}

/** One line, short enough to be read and long enough to be made into a table test. */
function describeDifference(
  parts: readonly string[],
  { method, text }: Message,
  ours: Outcome,
  node: Outcome,
): string {
  const named = ({ error, ...outcome }: Outcome): string => `${verdict({ error, ...outcome })} (${error})`;
  return `${parts.join(', ')}: we ${named(ours)}, Node ${named(node)}: ${method} ${JSON.stringify(text)}`;
}

describe("the parser and Node's own", () => {
  const agreements = { complete: 0, cut: 0, refused: 0 };
  /** Texts and the names of what they show. */
  const explained = new Map<string, string>();
  const unexplained: string[] = [];

  beforeAll(async () => {
    endpoint.listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
    const address = endpoint.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    for (const [index, message] of messages.entries()) {
      const ours = ourOutcome(message);
      const node = await nodeOutcome(address.port, index, message);
      const parts = differingParts(ours, node);
      // What two parsers both deliver must be the same: no reason excuses another body or other fields.
      const explanation = parts.every((part) => part === 'verdict' || part === 'error')
        ? differences.find(({ covers }) => covers(message.text, ours, node))
        : undefined;
      if (parts.length === 0) agreements[verdict(ours)] += 1;
      else if (explanation === undefined) unexplained.push(describeDifference(parts, message, ours, node));
      else explained.set(message.text, explanation.name);
    }
  }, 60_000);

  afterAll(async () => {
    endpoint.close();
    await once(endpoint, 'close');
  });

  it('differ only where the list of differences says why', () => {
    expect(unexplained).toEqual([]);
  });

  it.each(differences)('differ about $name: $reason', ({ name, example }) => {
    expect(explained.get(example)).toBe(name);
  });

  it('agree on hundreds of responses of each kind', () => {
    expect(agreements.complete).toBeGreaterThan(1500);
    expect(agreements.refused).toBeGreaterThan(1500);
    expect(agreements.cut).toBeGreaterThan(500);
  });
});
