import { expect, test } from 'vitest';
import { USUAL_SERVICES, parseDevServices } from './dev-services.ts';

test('reads the usual services', () => {
  expect(parseDevServices(USUAL_SERVICES)).toEqual([
    { name: 'my-service', ports: [9090, 9091, 9092] },
    { name: 'cart', ports: [9093, 9094] },
  ]);
});

test.each(['', 'cart', 'cart:', 'cart:x', ':9090'])('refuses %j', (text) => {
  expect(() => parseDevServices(text)).toThrow(TypeError);
});
