import { expect, test } from 'vitest';
import { patternBody } from '../body/pattern-body.ts';
import { rawGet } from '../testing/raw-client.ts';
import { startInstance } from '../testing/start-instance.ts';
import { drips } from './drip.ts';

function lengths(size: number, end: number): number[] {
  return Array.from(drips(patternBody(size), end, 1000), ({ pieces }) => Buffer.concat([...pieces]).length);
}

test('cuts a body into up to 20 even pieces', () => {
  expect(lengths(100, 100)).toEqual(Array.from({ length: 20 }, () => 5));
  expect(lengths(3, 3)).toEqual([1, 1, 1]);
  expect(lengths(0, 0)).toEqual([]);
});

test('stops where a fault wants it to', () => {
  expect(lengths(40, 5)).toEqual([2, 2, 1]);
});

test('sends the head at once and then a piece after each pause', async () => {
  const { clock, port } = await startInstance();
  const client = await rawGet(port, '/?size=4&drip=8s', 'Connection: close\n');
  await client.until(/\r\n\r\n$/);
  for (const received of [/\n!$/, /\n!"$/, /\n!"#$/, /\n!"#\$$/]) {
    await clock.sleeping(2000);
    clock.advance(2000);
    await client.until(received);
  }
  expect(await client.ended).toBe('fin');
});
