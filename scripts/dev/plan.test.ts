import { expect, test } from 'vitest';
import { planPorts } from './plan.ts';

const USUAL = {
  listenPort: 8080,
  adminPort: 9901,
  services: [
    { name: 'my-service', domains: ['my-service.my-company.com', 'localhost'], ports: [9090, 9091] },
    { name: 'cart', domains: ['cart.my-company.com'], ports: [9092] },
  ],
};

function allBut(...taken: number[]): (port: number) => Promise<boolean> {
  return (port) => Promise.resolve(!taken.includes(port));
}

test('takes the usual ports when they are free', async () => {
  expect(await planPorts(USUAL, allBut())).toEqual({ plan: USUAL, notices: [] });
});

test('takes the next free port that is nobody else‘s, and says so', async () => {
  const { plan, notices } = await planPorts(USUAL, allBut(8080, 8081, 9090, 9091));
  expect(plan.listenPort).toBe(8082);
  expect(plan.services.map(({ ports }) => ports)).toEqual([[9093, 9094], [9092]]);
  expect(notices).toEqual([
    'port 8080 is in use: the proxy takes 8082',
    'port 9090 is in use: an instance of my-service takes 9093',
    'port 9091 is in use: an instance of my-service takes 9094',
  ]);
});

test('gives up when no port is left', async () => {
  const none = { ...USUAL, listenPort: 65_535 };
  await expect(planPorts(none, allBut(65_535))).rejects.toThrow(
    'no port from 65535 on is free for the proxy',
  );
});
