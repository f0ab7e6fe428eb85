import { describe, expect, test } from 'vitest';
import { ejectionOf, recoveryOf } from './ejection.ts';
import { attemptsByPath } from './observations.ts';
import type { Observation } from './observations.ts';

function request(startedMs: number, change: Partial<Observation> = {}): Observation {
  return { startedMs, durationMs: 2, fine: true, instance: 'steady', attempts: 1, ...change };
}

describe('ejectionOf', () => {
  test('ends with the last request before the endpoint was left alone', () => {
    const ejection = ejectionOf(
      [
        request(-10, { attempts: 2 }),
        request(5, { attempts: 2, durationMs: 40 }),
        request(7),
        request(30, { attempts: 2, durationMs: 55 }),
        request(100),
        request(280, { attempts: 2 }),
        request(300, { fine: false }),
        request(6_000, { attempts: 2, durationMs: 900 }),
      ],
      5_000,
    );
    expect(ejection).toEqual({ outAfterMs: 30, reached: 2, trials: 1, slowestMs: 55, failed: 1 });
  });

  test('is over at once when nothing reached the endpoint', () => {
    expect(ejectionOf([request(1), request(2)], 5_000)).toEqual({
      outAfterMs: 0,
      reached: 0,
      trials: 0,
      slowestMs: 0,
      failed: 0,
    });
  });

  test('lasts as long as the fault when the endpoint is never left alone', () => {
    const all = Array.from({ length: 50 }, (_, index) => request(index * 100, { attempts: 2 }));
    expect(ejectionOf(all, 5_000)).toMatchObject({ outAfterMs: 4_900, reached: 50, trials: 0 });
  });
});

describe('recoveryOf', () => {
  test('tells the first answer and the first second with four fifths of the share', () => {
    const few = [request(5_300, { instance: 'back' }), request(5_600, { instance: 'back' })];
    const many = Array.from({ length: 20 }, (_, index) => request(7_000 + index * 100, { instance: 'back' }));
    expect(recoveryOf([...many, ...few], 5_000, 'back', 10)).toEqual({ firstMs: 300, shareMs: 2_000 });
  });

  test('tells that it did not come back', () => {
    expect(recoveryOf([request(6_000)], 5_000, 'back', 10)).toEqual({ firstMs: null, shareMs: null });
  });
});

test('reads the attempts from access lines, and passes over others', () => {
  const log =
    '{"level":"info","msg":"listening"}\n{"path":"/r/1","status":200,"attempts":2,"msg":"request"}\n{"path":"/r/2","sta';
  expect(attemptsByPath(log)).toEqual(new Map([['/r/1', 2]]));
});
