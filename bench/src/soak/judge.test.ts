import { expect, test } from 'vitest';
import { CUT, STEADY } from '../traffic/kinds.ts';
import type { RequestKind } from '../traffic/kinds.ts';
import type { Answer } from '../traffic/send.ts';
import { CutLog } from './cut-log.ts';
import { judge } from './judge.ts';
import type { Verdict } from './judge.ts';

const WHOLE: Answer = {
  ended: 'complete',
  status: 200,
  instance: 'steady',
  proxyStatus: null,
  problem: null,
  error: null,
  startedMs: 1_000,
  endedMs: 2_000,
};
const [get] = STEADY;
const post = STEADY.find(({ idempotent }) => !idempotent);
const [cut] = CUT;

function kindOf(method: 'get' | 'post' | 'cut'): RequestKind {
  const kind = { get, post, cut }[method];
  if (kind === undefined) throw new Error(`no ${method}`);
  return kind;
}

const CASES: readonly {
  name: string;
  method: 'get' | 'post' | 'cut';
  answer: Partial<Answer>;
  verdict: Verdict;
}[] = [
  { name: 'a whole answer', method: 'get', answer: {}, verdict: 'fine' },
  { name: 'the answer to another request', method: 'get', answer: { problem: 'another' }, verdict: 'wrong' },
  { name: 'a status that nothing asked for', method: 'post', answer: { status: 404 }, verdict: 'wrong' },
  { name: 'an error for a GET', method: 'get', answer: { status: 502, instance: null }, verdict: 'failed' },
  { name: 'no answer to a GET', method: 'get', answer: { ended: 'none', status: null }, verdict: 'failed' },
  { name: 'an error for a POST', method: 'post', answer: { status: 504 }, verdict: 'refused' },
  {
    name: 'no answer to a POST',
    method: 'post',
    answer: { ended: 'none', status: null },
    verdict: 'refused',
  },
  {
    name: 'a cut by an instance',
    method: 'get',
    answer: { ended: 'cut', instance: 'dying' },
    verdict: 'cut',
  },
  { name: 'a cut by nobody', method: 'post', answer: { ended: 'cut' }, verdict: 'cut-by-proxy' },
  { name: 'a cut that was asked for', method: 'cut', answer: { ended: 'cut' }, verdict: 'cut' },
  { name: 'an error in its place', method: 'cut', answer: { status: 502, instance: null }, verdict: 'cut' },
  { name: 'a cut that nobody can see', method: 'cut', answer: {}, verdict: 'cut-unseen' },
];

test.each(CASES)('judges $name $verdict', ({ method, answer, verdict }) => {
  const cuts = new CutLog();
  cuts.begin('dying', 1_500);
  expect(judge(kindOf(method), { ...WHOLE, ...answer }, cuts)).toBe(verdict);
});
