import { expect, it } from 'vitest';
import { keepSending } from './keep-sending.ts';

it('counts what ended well and what did not, and stops when told', async () => {
  let sent = 0;
  const traffic = keepSending(2, async () => {
    sent += 1;
    const number = sent;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (number === 3) throw new Error('the third');
    return number;
  });
  await traffic.more(10);
  const outcomes = await traffic.stop();
  expect(outcomes).toHaveLength(sent);
  expect(outcomes.length).toBeGreaterThanOrEqual(10);
  expect(outcomes.filter((outcome) => 'error' in outcome)).toEqual([{ error: new Error('the third') }]);
});
