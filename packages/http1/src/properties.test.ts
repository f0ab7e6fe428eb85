import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validMessage } from './testing/messages.ts';
import { mutatedMessage, randomBytes } from './testing/mutations.ts';
import { cuts, split } from './testing/split.ts';
import { readResponse } from './testing/transcript.ts';

const anyMessage = fc.oneof(validMessage, mutatedMessage, randomBytes);

describe('any response', () => {
  it('is read as it was meant when it is valid', () => {
    fc.assert(
      fc.property(validMessage, (message) => {
        const { events, error } = readResponse(message.text, { method: message.method, close: true });
        expect(error).toBeNull();
        expect(events.flatMap((e) => (e.type === 'informational' ? e.head.statusCode : []))).toEqual(
          message.informational,
        );
        const head = events.find((e) => e.type === 'head')?.head;
        expect([head?.statusCode, head?.headers]).toEqual([message.statusCode, message.headers]);
        expect(events.flatMap((e) => (e.type === 'body' ? e.text : [])).join('')).toBe(message.body);
        expect(events.at(-1)).toEqual({ type: 'end', trailers: message.trailers });
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same events and the same error however its bytes are split', () => {
    fc.assert(
      fc.property(anyMessage, cuts, fc.boolean(), ({ method, text }, shares, upgrade) => {
        const reading = { method, upgrade, close: true };
        expect(readResponse(split(text, shares), reading)).toEqual(readResponse(text, reading));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same events and the same error byte by byte', () => {
    fc.assert(
      fc.property(anyMessage, ({ method, text }) => {
        const reading = { method, close: true };
        expect(readResponse(Array.from(text), reading)).toEqual(readResponse(text, reading));
      }),
      { numRuns: 1000 },
    );
  });

  it('meets every limit at the same byte however its bytes are split', () => {
    const limit = fc.integer({ min: 0, max: 60 });
    const limits = fc.record({
      maxHeadBytes: limit.map((n) => n + 16),
      maxHeaderCount: fc.nat({ max: 6 }),
      maxChunkExtensionBytes: fc.nat({ max: 6 }),
      maxTrailerBytes: limit.map((n) => n + 2),
      maxInformational: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(anyMessage, cuts, limits, ({ method, text }, shares, bounds) => {
        const reading = { method, close: true, limits: bounds };
        expect(readResponse(split(text, shares), reading)).toEqual(readResponse(text, reading));
      }),
      { numRuns: 1000 },
    );
  });
});
