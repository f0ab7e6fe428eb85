import { describe, expect, it } from 'vitest';
import { adminScene } from '../admin/testing/admin-scene.ts';
import { closedPort } from '@hostler/test-kit';
import { inProcess } from './testing/in-process.ts';

const drill = ['drill', '--service', 'shop', '--fault', 'refuse', '--for', '100ms'];
const at = (port: number): string[] => ['--admin', `http://127.0.0.1:${port}`];

describe('hostler drill', () => {
  it('prints the report, and fails when nothing was proven', async () => {
    const { port } = await adminScene();
    const { code, out, err } = await inProcess([...drill, '--endpoint', '[::1]:2', ...at(port)]);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^Drill of shop: refuse at \[::1\]:2 for 0\.1 s, after a baseline of 0\.1 s\n/);
    expect(out).toMatch(
      /\nINCONCLUSIVE\n {2}No traffic reached the endpoint while it failed\. The service had none at all\.\n$/,
    );
  });

  it('prints what the admin side says', async () => {
    const { port } = await adminScene();
    const { code, out } = await inProcess([...drill, '--json', ...at(port)]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ report: { service: 'shop', verdict: 'inconclusive' } }]);
  });

  it('says why there is none', async () => {
    const { port } = await adminScene();
    await inProcess(['drain', 'shop', '127.0.0.1:1', ...at(port)]);
    const refused = await inProcess([...drill, ...at(port)]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(
      'The service "shop" has fewer than two available endpoints (1): its clients would notice. Fix: ',
    );
    const forced = await inProcess([...drill, '--force', ...at(port)]);
    expect(forced.out).toContain('Drill of shop: refuse at [::1]:2');
  });

  it('begins nowhere when a replica does not answer', async () => {
    const admin = await adminScene();
    const nobody = await closedPort();
    const { code, err } = await inProcess([...drill, ...at(admin.port), ...at(nobody)]);
    expect([code, err]).toEqual([1, expect.stringContaining('Nothing listens there.')]);
    expect(admin.proxy.log.filter(({ msg }) => String(msg).startsWith('a drill'))).toEqual([]);
  });

  it.each([
    { name: 'a fault that there is not', args: ['--fault', 'burn', '--for', '1s'], says: 'Allowed choices' },
    { name: 'no fault', args: ['--for', '1s'], says: '--fault <kind>' },
    { name: 'too long a time', args: ['--fault', 'hang', '--for', '6m'], says: 'Fix: write 100ms to 5m' },
  ])('ends with 2 for $name', async ({ args, says }) => {
    const { code, err } = await inProcess(['drill', '--service', 'shop', ...args]);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });
});
