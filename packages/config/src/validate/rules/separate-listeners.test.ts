import { expect, it } from 'vitest';
import { errorLines, service, withServices } from '../../test-support.ts';

function listeners(listen: string, admin: string): string[] {
  const text = withServices(service('a', 'domain: a.example'));
  return errorLines(text.replace('proxy:\n', `proxy:\n  listen: ${listen}\n  admin: ${admin}\n`));
}

it('refuses one port for clients and operators', () => {
  expect(listeners('{port: 8080}', '{port: "8080"}')).toEqual([
    'f:3:17 proxy.admin.port: got 8080, the port of proxy.listen (line 2), ' +
      'expected a port of its own for the admin side. ' +
      'Fix: change one of the two ports, or write admin: false',
  ]);
});

it.each([
  ['every address on one side', '{address: 0.0.0.0, port: 9000}', '{port: 9000}'],
  ['every address on the other side', '{port: 9000}', '{address: "::", port: 9000, api: false}'],
  ['the default port of the admin side', '{port: 9901}', '{}'],
])('refuses it with %s too', (_name, listen, admin) => {
  expect(listeners(listen, admin)).toHaveLength(1);
});

it.each([
  ['different ports', '{port: 9000}', '{port: 9001}'],
  ['different addresses', '{address: 127.0.0.1, port: 9000}', '{address: 127.0.0.2, port: 9000}'],
  ['any free port for both', '{port: 0}', '{port: 0}'],
  ['no admin side', '{port: 9901}', 'false'],
])('takes %s', (_name, listen, admin) => {
  expect(listeners(listen, admin)).toEqual([]);
});
