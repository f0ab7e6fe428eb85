import { expect, it } from 'vitest';
import { errorLines, service, withServices } from '../test-support.ts';

const valid = withServices(service('a', 'domain: a.example'));

it.each([
  [
    'a map where there is a list',
    'trustedProxies: {}',
    'got a map, expected a list. Fix: begin each entry with "- "',
  ],
  [
    'a list where there is a map',
    'accessLog: [enabled]',
    'got a list, expected a map with the key enabled. Fix: leave out the "- ": it has keys, such as "enabled: ..."',
  ],
  [
    'a scalar where there is a map',
    'shutdown: 10s',
    'got "10s", expected a map with the keys delay, timeout. ' +
      'Fix: write it as keys and values, such as "delay: ..."',
  ],
  [
    'an empty block',
    'shutdown:',
    'got nothing, expected a map with the keys delay, timeout. ' +
      'Fix: write its keys below it, indented, such as "delay: ..."',
  ],
  [
    'a scalar where there is false or a map',
    'admin: off',
    'got "off", expected false, or a map with the keys address, port, token, hosts, api. ' +
      'Fix: write false to turn it off, or its keys below it',
  ],
  [
    'listeners as a list',
    'listen: [{port: 80}]',
    'got a list of listeners, which is not built yet, expected a map with the keys address, port. ' +
      'Fix: write one listener: leave out the "- "',
  ],
  [
    'more workers than there may be',
    'workers: 500',
    'got 500, expected a number from 1 to 256, or auto. ' +
      'Fix: write a number from 1 to 256, or auto for one for each core',
  ],
  [
    'a secret that is no text, without showing it',
    'secret: 12345678',
    'got a value that is not shown, expected text of printable ASCII characters without spaces. ' +
      'Fix: put it in quotes, or name a variable: ${NAME:-}',
  ],
])('explains %s', (_name, line, explanation) => {
  const key = line.slice(0, line.indexOf(':'));
  expect(errorLines(valid.replace('proxy:\n', `proxy:\n  ${line}\n`))).toEqual([
    expect.stringMatching(new RegExp(`^f:2:\\d+ proxy\\.${key}: `)),
  ]);
  expect(errorLines(valid.replace('proxy:\n', `proxy:\n  ${line}\n`))[0]).toContain(`: ${explanation}`);
});

it('looks into the block behind false, and reports its own mistakes', () => {
  expect(errorLines(valid.replace('proxy:\n', 'proxy:\n  admin: {port: x, adress: y}\n'))).toEqual([
    'f:2:17 proxy.admin.port: got "x", expected a port from 0 to 65535. ' +
      'Fix: use a port from 1 to 65535, or 0 for any free one',
    'f:2:20 proxy.admin.adress: got the unknown key "adress", expected one of address, port, token, hosts, api. ' +
      'Fix: did you mean address?',
  ]);
});

it.each([
  [
    'a key that is missing',
    '{address: a}',
    'proxy.services[0].hosts[0].port: got nothing, ',
    'Fix: add port',
  ],
  [
    'a key without a value',
    '{address: a, port: }',
    'proxy.services[0].hosts[0].port: got nothing, ',
    'Fix: write a value for port, or remove the key',
  ],
  ['an entry that is no map', 'a', 'proxy.services[0].hosts[0]: got "a", ', 'such as "address: ..."'],
])('explains %s', (_name, host, start, end) => {
  const [line = '', ...others] = errorLines(withServices(`- {name: a, domain: a.example, hosts: [${host}]}`));
  expect(others).toEqual([]);
  expect(line).toContain(start);
  expect(line.endsWith(end)).toBe(true);
});

it('says one thing about an entry of services that is no service', () => {
  expect(errorLines(withServices('-'))).toHaveLength(1);
});

it.each(['__proto__', 'toString', 'constructor'])('finds the unknown key %s', (key) => {
  expect(errorLines(valid.replace('proxy:\n', `proxy:\n  ${key}: {}\n`))).toEqual([
    expect.stringContaining(`f:2:3 proxy.${key}: got the unknown key "${key}"`),
  ]);
});

it('asks for entries where a list is empty', () => {
  expect(errorLines(withServices('- {name: a, domain: a.example, hosts: []}'))).toEqual([
    'f:3:41 proxy.services[0].hosts: got an empty list, expected at least one entry. ' +
      'Fix: add an entry, or remove what has none',
  ]);
});
