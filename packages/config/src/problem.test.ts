import { expect, it } from 'vitest';
import { formatPath } from './problem.ts';

it.each([
  [[], ''],
  [['proxy', 'listen', 'port'], 'proxy.listen.port'],
  [['proxy', 'services', 3, 'hosts', 0], 'proxy.services[3].hosts[0]'],
])('writes %j as %j', (path, text) => {
  expect(formatPath(path)).toBe(text);
});
