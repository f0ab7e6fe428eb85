import { expect, it } from 'vitest';
import { errorLines, load, service, withServices } from '../../test-support.ts';

it('refuses a second default service', () => {
  const text = withServices(service('a', 'default: true'), service('b', 'default: "true"'));
  expect(errorLines(text)).toEqual([
    'f:4:67 proxy.services[1].default: got a second default service (line 3), ' +
      'expected one default service at most. Fix: remove default from one of the two',
  ]);
});

it('takes one default service without a route beside others that say default: false', () => {
  const text = withServices(service('a', 'default: true'), service('b', 'default: false, domain: b.example'));
  expect(load(text).services.map((each) => [each.default, each.routes.length])).toEqual([
    [true, 0],
    [false, 1],
  ]);
});
