import { describe, expect, it } from 'vitest';
import { adminScene } from '../testing/admin-scene.ts';
import type { AdminScene } from '../testing/admin-scene.ts';
import type { EndpointView } from '../../control-plane/views.ts';

interface Answered {
  readonly scope?: string;
  readonly endpoint: EndpointView;
}

async function endpointOf(admin: AdminScene, address: string): Promise<EndpointView | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against its schema elsewhere
  const { service } = (await admin.get('/api/v1/services/shop')).json() as {
    service: { endpoints: readonly EndpointView[] };
  };
  return service.endpoints.find((endpoint) => endpoint.address === address);
}

const at = (address: string, operation: string): string =>
  `/api/v1/services/shop/endpoints/${address}/${operation}`;

describe('the endpoints of the admin API', () => {
  it.each([
    { name: 'as it is', path: '[::1]:2' },
    { name: 'percent-encoded', path: '%5B%3A%3A1%5D%3A2' },
    { name: 'spelled out', path: '[0:0:0:0:0:0:0:1]:2' },
  ])('are found by an IPv6 address $name', async ({ path }) => {
    const admin = await adminScene();
    const answer = await admin.post(at(path, 'drain'));
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json()).toMatchObject({ service: 'shop', endpoint: { address: '[::1]:2', drained: true } });
  });

  it('are drained and undrained, once however often', async () => {
    const admin = await adminScene();
    for (const _ of [1, 2]) await admin.post(at('127.0.0.1:1', 'drain'));
    expect(await endpointOf(admin, '127.0.0.1:1')).toMatchObject({
      drained: true,
      availability: 'drained',
      overrides: { drained: true },
    });
    expect(await endpointOf(admin, '[::1]:2')).toMatchObject({ drained: false, overrides: {} });
    for (const _ of [1, 2]) await admin.post(at('127.0.0.1:1', 'undrain'));
    expect(await endpointOf(admin, '127.0.0.1:1')).toMatchObject({ drained: false, overrides: {} });
  });

  it('get a weight, and their own again', async () => {
    const admin = await adminScene();
    await admin.post(at('127.0.0.1:1', 'weight'), { weight: 5 });
    expect(await endpointOf(admin, '127.0.0.1:1')).toMatchObject({
      weight: 5,
      configuredWeight: 1,
      overrides: { weight: 5 },
    });
    await admin.post(at('127.0.0.1:1', 'weight'), { weight: null });
    expect(await endpointOf(admin, '127.0.0.1:1')).toMatchObject({ weight: 1, overrides: {} });
  });

  it.each([0, 1001, 1.5, '5', true, undefined])('refuse the weight %j', async (weight) => {
    const admin = await adminScene();
    const answer = await admin.post(at('127.0.0.1:1', 'weight'), { weight });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.error()).toMatchObject({ code: 'invalid_request' });
    expect(answer.error().details[0]).toMatch(/^body\.weight: /);
    expect(await endpointOf(admin, '127.0.0.1:1')).toMatchObject({ weight: 1, overrides: {} });
  });

  it('say that a change holds on this replica only, and until when', async () => {
    const admin = await adminScene();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against its schema elsewhere
    const answer = (await admin.post(at('127.0.0.1:1', 'drain'))).json() as Answered;
    expect(answer.scope).toBe(
      'Holds on this replica only, for as long as the endpoint stays in the service, until it is changed again or the process ends.',
    );
  });

  it('are named to whoever asks for another one', async () => {
    const admin = await adminScene();
    const answer = await admin.post(at('10.0.0.1:1', 'drain'));
    expect(answer.status).toBe(404);
    expect(answer.error()).toMatchObject({
      code: 'endpoint_not_found',
      message: 'The service "shop" has no endpoint "10.0.0.1:1".',
      details: ['127.0.0.1:1', '[::1]:2'],
    });
    const other = await admin.post('/api/v1/services/shpo/endpoints/127.0.0.1:1/drain');
    expect(other.error()).toMatchObject({ code: 'service_not_found', details: ['shop'] });
  });

  it('leave a line of who asked for what', async () => {
    const admin = await adminScene();
    await admin.post(at('127.0.0.1:1', 'drain'));
    await admin.post(at('127.0.0.1:9', 'drain'));
    const lines = admin.proxy.log.filter(({ msg }) => msg === 'an operator asked for a change');
    expect(lines).toMatchObject([
      { operation: 'drainEndpoint', path: at('127.0.0.1:1', 'drain'), by: '127.0.0.1' },
      { operation: 'drainEndpoint', path: at('127.0.0.1:9', 'drain'), refused: 'endpoint_not_found' },
    ]);
  });

  it('refuse an escape that is none', async () => {
    const admin = await adminScene();
    const answer = await admin.post(at('%zz', 'drain'));
    expect([answer.status, answer.error().code]).toEqual([400, 'invalid_request']);
  });
});
