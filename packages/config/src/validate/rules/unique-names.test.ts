import { expect, it } from 'vitest';
import { errorLines, service, withServices } from '../../test-support.ts';

it('refuses a second service of the same name, and says where the first one is', () => {
  const text = withServices(
    service('a', 'domain: a.example'),
    service('b', 'domain: b.example'),
    service('a', 'domain: c.example'),
  );
  expect(errorLines(text)).toEqual([
    'f:5:13 proxy.services[2].name: got "a", the name of another service (line 3), ' +
      'expected a name of its own for each service. ' +
      'Fix: rename one of the two, or put the hosts of both into one service',
  ]);
});

it('takes names that differ in case: they are not domains', () => {
  const text = withServices(service('a', 'domain: a.example'), service('A', 'domain: b.example'));
  expect(errorLines(text)).toEqual([]);
});
