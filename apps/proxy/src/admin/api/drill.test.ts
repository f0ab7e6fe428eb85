import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { adminScene } from '../testing/admin-scene.ts';

const drill = { service: 'shop', fault: 'refuse', for: '100ms', endpoint: '127.0.0.1:1' };
const path = '/api/v1/drill';

describe('POST /drill', () => {
  it('answers when the drill is over', async () => {
    const admin = await adminScene();
    const answer = await admin.post(path, drill);
    expect(answer.json()).toMatchObject({
      scope: 'Held on this replica only, and is over.',
      report: {
        endpoint: '127.0.0.1:1',
        forMs: 100,
        verdict: 'inconclusive',
        reasons: ['No traffic reached the endpoint while it failed. The service had none at all.'],
      },
    });
  });

  it.each([{ for: '10' }, { for: '6m' }, { for: '1h' }])(
    'takes no duration such as $for',
    async ({ for: duration }) => {
      const admin = await adminScene();
      const answer = await admin.post(path, { ...drill, for: duration });
      expect([answer.status, answer.error().details]).toEqual([
        400,
        ['body.for: expected a duration from 100ms to 5m, such as 10s'],
      ]);
    },
  );

  it('knows an endpoint however it is spelled', async () => {
    const admin = await adminScene();
    const answer = await admin.post(path, { ...drill, endpoint: '[0:0::1]:2' });
    expect(answer.json()).toMatchObject({ report: { endpoint: '[::1]:2' } });
  });

  it('ends the drill of a caller that leaves', async () => {
    const admin = await adminScene();
    const left = request({
      port: admin.port,
      host: '127.0.0.1',
      path,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    left.on('error', () => {});
    left.end(JSON.stringify({ ...drill, for: '5m' }));
    const begun = (msg: string) => admin.proxy.log.filter((line) => line['msg'] === msg).length;
    await expect.poll(() => begun('a drill begins: an endpoint will be treated as failing')).toBe(1);
    left.destroy();
    await expect.poll(() => begun('a drill is over')).toBe(1);
    expect((await admin.post(path, drill)).status).toBe(200);
  });

  it('is answered when the proxy is closed meanwhile', async () => {
    const admin = await adminScene();
    const answer = admin.post(path, { ...drill, for: '5m' });
    await expect
      .poll(() => admin.proxy.log.some(({ msg }) => String(msg).startsWith('a drill begins')))
      .toBe(true);
    const closed = admin.proxy.close();
    expect((await answer).json()).toMatchObject({ report: { reasons: ['The proxy was shut down.'] } });
    await closed;
  });
});
