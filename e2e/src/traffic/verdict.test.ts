import { expect, it } from 'vitest';
import type { Sent } from './load.ts';
import { answersByInstance, failures, failuresOfStopping, idempotent, repeatedAt } from './verdict.ts';

const get = (tag: string, how: Partial<Sent> = {}): Sent => ({
  kind: { method: 'GET', path: '/' },
  tag,
  isIdempotent: true,
  result: 'ok',
  reason: '',
  instance: 'cart-1',
  startedAt: 0,
  durationMs: 1,
  ...how,
});
const post = (tag: string, how: Partial<Sent> = {}): Sent =>
  get(tag, { kind: { method: 'POST', path: '/' }, isIdempotent: false, ...how });

it('counts what did not end well by method and reason', () => {
  const reset = { result: 'failed', reason: '502 connection_terminated', instance: null } as const;
  const sent = [
    get('1'),
    get('2', { result: 'cut', reason: 'ECONNRESET' }),
    post('3', reset),
    post('4', reset),
  ];
  expect(failures(sent)).toEqual({
    'GET cut: ECONNRESET': 1,
    'POST failed: 502 connection_terminated': 2,
  });
  expect(failures(idempotent(sent))).toEqual({ 'GET cut: ECONNRESET': 1 });
  expect(answersByInstance(sent)).toEqual({ 'cart-1': 2 });
});

it('finds what must not be repeated and was, whatever its client was told', () => {
  const sent = [post('once'), post('twice'), post('nowhere', { result: 'failed' }), get('again')];
  const places = new Map([
    ['once', ['cart-1']],
    ['twice', ['cart-1', 'cart-2']],
    ['again', ['cart-1', 'cart-2']],
  ]);
  expect(repeatedAt(sent, places)).toEqual({ twice: ['cart-1', 'cart-2'] });
});

it('does not decide before all that was answered has been seen', () => {
  expect(() => repeatedAt([post('late')], new Map())).toThrow('1 requests were answered and never seen');
});

it('counts orders apart that crossed with the end of their connection', () => {
  const crossed = { result: 'failed', reason: '502 connection_terminated', instance: null } as const;
  expect(failuresOfStopping([post('1', crossed), get('2', crossed), get('3')])).toEqual({
    crossed: 1,
    unexpected: { 'GET failed: 502 connection_terminated': 1 },
  });
});
