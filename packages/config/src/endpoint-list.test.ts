import { describe, expect, it } from 'vitest';
import { formatErrors } from './config-error.ts';
import { parseEndpointList } from './endpoint-list.ts';

const file = '/etc/hostler/shop.yaml';

/** The messages for a text that has mistakes, without the path of the file. */
function mistakesOf(text: string): string[] {
  const result = parseEndpointList(file, text);
  return result.ok ? [] : formatErrors(result.errors).replaceAll(`${file}:`, '').split('\n');
}

describe('a list of endpoints', () => {
  it.each([
    {
      name: 'YAML',
      text: '- address: 10.0.0.1\n  port: 8080\n- { address: ::1, port: 8081, weight: 3, backup: true }',
    },
    {
      name: 'a map with the list',
      text: 'endpoints:\n- address: 10.0.0.1\n  port: 8080\n- { address: ::1, port: 8081, weight: 3, backup: true }',
    },
    {
      name: 'JSON with tabs',
      text: '[\n\t{"address": "10.0.0.1", "port": 8080},\n\t{"address": "::1", "port": 8081, "weight": 3, "backup": true}\n]\n',
    },
    {
      name: 'a JSON map',
      text: '{"endpoints":[{"address":"10.0.0.1","port":8080},{"address":"::1","port":8081,"weight":3,"backup":true}]}',
    },
  ])('is read from $name', ({ text }) => {
    expect(parseEndpointList(file, text)).toEqual({
      ok: true,
      endpoints: [
        { address: '10.0.0.1', port: 8080, weight: 1, backup: false },
        { address: '::1', port: 8081, weight: 3, backup: true },
      ],
    });
  });

  it.each(['[]', 'endpoints: []'])('may be empty: %s', (text) => {
    expect(parseEndpointList(file, text)).toEqual({ ok: true, endpoints: [] });
  });

  it('may have names', () => {
    expect(parseEndpointList(file, '- { address: Shop.Internal, port: 80 }')).toMatchObject({
      endpoints: [{ address: 'shop.internal', port: 80 }],
    });
  });
});

describe('a mistake is said with its place and what to type', () => {
  const list = 'a list of endpoints';
  const fix = 'write "- { address: 10.0.0.1, port: 8080 }" for each endpoint, or [] for none';
  it.each([
    { name: 'an empty file', text: '', mistakes: [`1:1: got nothing, expected ${list}. Fix: ${fix}`] },
    { name: 'a word', text: 'shop', mistakes: [`1:1: got "shop", expected ${list}. Fix: ${fix}`] },
    {
      name: 'a map without a list',
      text: 'endpoint: []',
      mistakes: [
        '1:1 endpoint: got the unknown key "endpoint", expected only endpoints. ' +
          'Fix: put the list under endpoints, or leave the map out',
        `1:1 endpoints: got nothing, expected ${list}. Fix: ${fix}`,
      ],
    },
    {
      name: 'a wrong port, a wrong key and a missing address',
      text: 'endpoints:\n- address: 10.0.0.1\n  port: 80800\n- port: 80\n  wieght: 2',
      mistakes: [
        '3:9 endpoints[0].port: got 80800, expected a port from 1 to 65535. ' +
          'Fix: use the port that the instance listens on, from 1 to 65535',
        '4:3 endpoints[1].address: got nothing, expected an IPv4 address, an IPv6 address or a DNS name. Fix: add address',
        '5:3 endpoints[1].wieght: got the unknown key "wieght", expected one of address, port, weight, backup. ' +
          'Fix: did you mean weight?',
      ],
    },
    {
      name: 'an entry that is no map',
      text: '- 10.0.0.1:80',
      mistakes: [
        '1:3 [0]: got "10.0.0.1:80", expected a map with the keys address, port, weight, backup. ' +
          'Fix: write it as keys and values, such as "address: ..."',
      ],
    },
  ])('$name', ({ text, mistakes }) => {
    expect(mistakesOf(text)).toEqual(mistakes);
  });

  it('in broken YAML', () => {
    expect(mistakesOf('- { address: 10.0.0.1')).toHaveLength(1);
  });
});
