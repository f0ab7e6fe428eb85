import { expect, it } from 'vitest';
import { errorLines, load, service, withServices } from '../../test-support.ts';

function withTest(expectation: string): string {
  const text = withServices(service('shop', 'domain: a.example'));
  return `${text}  tests: [{request: {url: 'http://a.example/'}, expect: ${expectation}}]\n`;
}

it.each([
  [
    'nothing',
    '{}',
    'f:4:57 proxy.tests[0].expect: got an empty map, expected one expectation at least. ' +
      'Fix: write what must come of it, such as "service: shop" or "status: 404"',
  ],
  [
    'a service that nobody is',
    '{service: shpo}',
    'f:4:67 proxy.tests[0].expect.service: got "shpo", which no service is called, ' +
      'expected the name of a service. Fix: did you mean shop?',
  ],
  [
    'a service like no other',
    '{service: warehouse}',
    'f:4:67 proxy.tests[0].expect.service: got "warehouse", which no service is called, ' +
      'expected the name of a service. Fix: write the name of an entry of proxy.services',
  ],
  [
    'something sent, and an error',
    '{path: /, error: destination_not_found}',
    'f:4:58 proxy.tests[0].expect.path: got path beside error, ' +
      'expected either what is sent to an endpoint, or an error of the proxy. Fix: remove path, or remove error',
  ],
])('refuses a test that expects %s', (_name, expectation, line) => {
  expect(errorLines(withTest(expectation))).toEqual([line]);
});

it('takes the tests of the documentation, null for what they do not say', () => {
  const text = withServices(service('shop', 'domain: a.example'));
  const tests = `  tests:
    - name: strips
      request: { url: 'http://a.example/api?x=1', method: POST, headers: { Accept: text/html } }
      expect: { service: shop, path: '/api?x=1', headers: { X-Forwarded-Prefix: } }
    - request: { url: 'http://nobody.example/' }
      expect: { error: destination_not_found, status: 404 }
`;
  expect(load(text + tests).tests).toEqual([
    {
      name: 'strips',
      request: { url: 'http://a.example/api?x=1', method: 'POST', headers: { accept: 'text/html' } },
      expect: {
        service: 'shop',
        path: '/api?x=1',
        headers: { 'x-forwarded-prefix': null },
        error: null,
        status: null,
      },
    },
    {
      name: null,
      request: { url: 'http://nobody.example/', method: 'GET', headers: {} },
      expect: { service: null, path: null, headers: {}, error: 'destination_not_found', status: 404 },
    },
  ]);
});
