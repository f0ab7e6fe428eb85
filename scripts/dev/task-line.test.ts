import { expect, test } from 'vitest';
import { readTaskLine } from './task-line.ts';

test.each([
  { name: "the proxy's", line: 'hostler:dev: {"a":1}', task: 'proxy', text: '{"a":1}' },
  {
    name: "the instances'",
    line: '@hostler/downstream:dev: ended: SIGKILL',
    task: 'downstream',
    text: 'ended: SIGKILL',
  },
  {
    name: 'with its indentation',
    line: 'hostler:dev:     at main.ts:1',
    task: 'proxy',
    text: '    at main.ts:1',
  },
  {
    name: "turbo's own trouble",
    line: '  x Could not find turbo.json.',
    task: 'turbo',
    text: '  x Could not find turbo.json.',
  },
])('reads a line: $name', ({ line, task, text }) => {
  expect(readTaskLine(line)).toEqual({ task, text });
});

test.each([
  '',
  'hostler:dev: ',
  'hostler:dev: > hostler@0.1.0 dev /work/apps/proxy',
  'hostler:dev: > node --watch src/main.ts',
  'hostler:dev: cache bypass, force executing 22bcd71cd06b19cf',
  '   • Packages in scope: hostler',
])('leaves out %j', (line) => {
  expect(readTaskLine(line)).toBeUndefined();
});
