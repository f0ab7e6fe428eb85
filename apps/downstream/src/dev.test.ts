import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

const DEV = new URL('dev.ts', import.meta.url).pathname;

interface Started {
  readonly service: string;
  readonly port: number;
  readonly pid: number;
}

function isStarted(value: unknown): value is Started {
  return (
    typeof value === 'object' && value !== null && 'pid' in value && 'port' in value && 'service' in value
  );
}

async function startDev(services: string): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const env = { ...process.env, DOWNSTREAM_DEV_SERVICES: services };
  const child = fork(DEV, { env, silent: true });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  if (child.stdout === null) throw new Error('its output was not piped');
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function nextStarted(lines: AsyncIterator<string>): Promise<Started> {
  const value: unknown = JSON.parse(String((await lines.next()).value));
  if (!isStarted(value)) throw new Error(`not a line of an instance: ${JSON.stringify(value)}`);
  return value;
}

function answers({ port }: Started): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

test('runs a process for each instance, of which one can be killed', async () => {
  const { lines } = await startDev('my-service:0,0 cart:0');
  const started = [await nextStarted(lines), await nextStarted(lines), await nextStarted(lines)];
  expect(started.map(({ service }) => service).sort()).toEqual(['cart', 'my-service', 'my-service']);
  const [first, ...others] = started;
  if (first === undefined) throw new Error('nothing was started');

  process.kill(first.pid, 'SIGKILL');
  expect((await lines.next()).value).toBe(
    `${first.service}-0 (pid ${first.pid}) ended: SIGKILL. To bring it back, in another terminal:`,
  );
  expect((await lines.next()).value).toBe(
    `  node apps/downstream/src/main.ts -p 0 --service ${first.service}`,
  );
  expect(await answers(first)).toBe(false);
  for (const other of others) expect(await answers(other)).toBe(true);
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('leaves no instance behind after %s', async (signal) => {
  const { child, lines } = await startDev('cart:0');
  const started = await nextStarted(lines);
  expect(await answers(started)).toBe(true);
  child.kill(signal);
  await expect.poll(() => answers(started)).toBe(false);
});
