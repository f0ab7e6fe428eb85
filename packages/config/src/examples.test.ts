import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorLines, load } from './test-support.ts';

const directory = join(import.meta.dirname, '../../../examples');
const examples = readdirSync(directory).filter((name) => name.endsWith('.yaml'));

describe.each(examples)('examples/%s', (name) => {
  const text = readFileSync(join(directory, name), 'utf8');

  it('is valid as it stands, with nothing set in the environment', () => {
    expect(errorLines(text)).toEqual([]);
  });

  it('begins by saying when to use it', () => {
    expect(text).toMatch(/^# When /);
  });
});

it('has an example that shows what the environment changes', () => {
  const text = readFileSync(join(directory, 'environment.yaml'), 'utf8');
  const { listen, services } = load(text, { LISTEN_PORT: '80', DOMAIN: 'test', SHOP_TIMEOUT: '5s' });
  expect(listen.port).toBe(80);
  expect(services[0]?.routes[0]?.domain).toBe('shop.test');
  expect(services[0]?.timeouts.responseHeaderMs).toBe(5_000);
});
