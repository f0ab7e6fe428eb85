import { expect, test } from 'vitest';
import { behaviourNames } from './behaviours/registry.ts';
import { readArguments } from './cli.ts';
import type { CliResult } from './cli.ts';

function run(...args: string[]): { result: CliResult; out: string; err: string } {
  let out = '';
  let err = '';
  const result = readArguments(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { result, out, err };
}

const DEFAULTS = {
  port: [9090],
  address: '127.0.0.1',
  service: 'my-service',
  remoteControl: false,
  logRequests: false,
};

test.each([
  { name: 'nothing', args: [], options: DEFAULTS },
  { name: 'several ports', args: ['-p', '9090', '-p', '9091'], options: { ...DEFAULTS, port: [9090, 9091] } },
  { name: 'any free ports', args: ['-p', '0', '--port=0'], options: { ...DEFAULTS, port: [0, 0] } },
  {
    name: 'everything',
    args: '-t 0.0.0.0 -p 80 --service cart --instance i-1 --remote-control --log-requests'.split(' '),
    options: {
      port: [80],
      address: '0.0.0.0',
      service: 'cart',
      instance: 'i-1',
      remoteControl: true,
      logRequests: true,
    },
  },
])('reads $name', ({ args, options }) => {
  expect(run(...args)).toEqual({ result: { options }, out: '', err: '' });
});

test.each([
  { name: 'a port that is none', args: ['-p', 'http'], says: 'Expected a port from 0 to 65535.' },
  { name: 'a port out of range', args: ['-p', '65536'], says: 'Expected a port from 0 to 65535.' },
  { name: 'a port given twice', args: ['-p', '9090', '-p', '9090'], says: 'It was given before.' },
  { name: 'an option without its value', args: ['-p'], says: 'argument missing' },
  { name: 'an unknown option', args: ['--prot', '1'], says: "unknown option '--prot'" },
  { name: 'an argument too many', args: ['start'], says: 'too many arguments' },
])('exits with 2 and says why after $name', ({ args, says }) => {
  const { result, out, err } = run(...args);
  expect(result).toEqual({ exitCode: 2 });
  expect(out).toBe('');
  expect(err).toContain(says);
});

test('prints every option with its default, every behaviour and every page', () => {
  const { result, out } = run('--help');
  expect(result).toEqual({ exitCode: 0 });
  for (const option of [
    '-p, --port',
    '-t, --address',
    '--service',
    '--instance',
    '--remote-control',
    '--log-requests',
  ]) {
    expect(out).toContain(option);
  }
  for (const value of ['9090', '"127.0.0.1"', '"my-service"', 'SERVICE-PORT', 'false']) {
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`(default: ${value})`);
  }
  for (const name of behaviourNames) expect(out).toContain(`  ${name}=`);
  for (const page of ['/healthz', '/readyz', '/ws', '/sse', '/_stats', '/_control'])
    expect(out).toContain(page);
});

test('prints the version', () => {
  const { result, out } = run('--version');
  expect(result).toEqual({ exitCode: 0 });
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
