import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validMessage } from './testing/messages.ts';
import { mutatedMessage, randomBytes } from './testing/mutations.ts';
import { cuts, split } from './testing/split.ts';
import { readResponse, summary } from './testing/transcript.ts';

/** How long to look for trouble. Raise it for a night's run. */
const budgetMs = Number(process.env['HTTP1_FUZZ_MS'] ?? 3000);

/** Another one each time; set it to the printed one to repeat a run. */
const seed = Number(process.env['HTTP1_FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const message = fc.oneof(validMessage, mutatedMessage, randomBytes);

describe('a fuzz run', () => {
  it(
    'finds no bytes that throw, loop, mean something else when split, or end in neither a response nor an error',
    () => {
      process.stdout.write(`fuzzing for ${budgetMs} ms; to repeat: HTTP1_FUZZ_SEED=${seed}\n`);
      let runs = 0;
      const property = fc.property(message, cuts, fc.boolean(), ({ method, text }, shares, upgrade) => {
        runs += 1;
        const reading = { method, upgrade, close: true };
        const whole = readResponse(text, reading);
        expect(readResponse(split(text, shares), reading)).toEqual(whole);

        const { complete, body, error } = summary(whole);
        expect(body.length).toBeLessThanOrEqual(text.length);
        const upgraded = whole.events.at(-1)?.type === 'upgrade';
        expect(complete || upgraded || error !== null).toBe(true);
        // Only what comes behind a response may be wrong once it was delivered.
        expect(complete && error !== null && error !== 'bytes-after-end').toBe(false);
      });
      fc.assert(property, { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: budgetMs });
      expect(runs).toBeGreaterThan(100);
    },
    budgetMs + 60_000,
  );
});
