import { describe, expect, it } from 'vitest';
import { insideContainer, unreachableListener } from './container.ts';

describe('insideContainer', () => {
  it.each([
    { name: 'a machine', env: {}, files: [], expected: false },
    { name: 'Docker', env: {}, files: ['/.dockerenv'], expected: true },
    { name: 'Podman', env: {}, files: ['/run/.containerenv'], expected: true },
    { name: 'Kubernetes', env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, files: [], expected: true },
    {
      name: 'whatever follows the container interface',
      env: { container: 'oci' },
      files: [],
      expected: true,
    },
  ])('recognises $name', ({ env, files, expected }) => {
    expect(insideContainer(env, (file) => files.some((one) => one === file))).toBe(expected);
  });
});

describe('unreachableListener', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', 'localhost'])(
    'warns of %s inside a container, with the fix',
    (address) => {
      expect(unreachableListener(address, () => true)).toBe(
        `the main listener is on ${address}, which nobody outside this container reaches. Fix: proxy.listen.address: 0.0.0.0`,
      );
    },
  );

  it.each([
    { name: 'on a machine', address: '127.0.0.1', inContainer: false },
    { name: 'of all addresses', address: '0.0.0.0', inContainer: true },
    { name: 'of all IPv6 addresses', address: '::', inContainer: true },
    { name: 'of an address of the network', address: '10.0.0.1', inContainer: true },
  ])('has nothing to say $name', ({ address, inContainer }) => {
    expect(unreachableListener(address, () => inContainer)).toBe(null);
  });
});
