import { describe, expect, it } from 'vitest';
import { configFile, shop } from './testing/hostler-process.ts';
import { inProcess } from './testing/in-process.ts';

const config = (): string => configFile(shop({ address: '127.0.0.1', port: 9 }));

describe('explain', () => {
  it('says what becomes of a request, by the configuration alone', async () => {
    const { code, out, err } = await inProcess([
      'explain',
      'http://shop.test/a?b=1',
      '-H',
      'X-One: 1',
      '-X',
      'PUT',
      '-c',
      config(),
    ]);
    expect([code, err]).toEqual([0, '']);
    for (const text of ['PUT http://shop.test/a?b=1', 'Service shop', '127.0.0.1:9', '/a?b=1', 'X-One: 1'])
      expect(out).toContain(text);
  });

  it('says it in JSON', async () => {
    const { out } = await inProcess(['explain', 'http://nobody.test/', '--json', '-c', config()]);
    expect(JSON.parse(out)).toMatchObject({ outcome: { kind: 'error', code: 'destination_not_found' } });
  });

  it.each([
    { name: 'half a URL', args: ['shop.test/'], says: 'Fix: write a whole URL' },
    { name: 'half a field', args: ['http://shop.test/', '-H', 'X One'], says: '"X One" is no header field' },
    {
      name: 'no method',
      args: ['http://shop.test/', '-X', 'B D'],
      says: '"B D" is no method. Fix: write one such as -X POST.',
    },
    { name: 'no address', args: ['http://shop.test/', '--from', 'me'], says: '"me" is no IP address' },
  ])('ends with 2 for $name', async ({ args, says }) => {
    const { code, out, err } = await inProcess(['explain', ...args, '-c', config()]);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(says)]);
  });
});
