import { defineConfig } from '@hostler/config';
import { expect, it } from 'vitest';
import { configOf, controlOf, service } from '../control-plane/testing/control-scene.ts';
import { endpointReport, planeReport } from '../control-plane/testing/reports.ts';
import { explain } from '../explain/explain.ts';
import { explainWithReports } from './explain-with-reports.ts';
import { planeOf } from './testing/linked-worker.ts';

const question = { url: 'http://shop.test/', method: 'GET', headers: [], from: '127.0.0.1' };

it('shows what workers have in flight', () => {
  const config = configOf([service('shop', { limits: { maxInFlightPerEndpoint: 5 } })]);
  const { control, link } = controlOf(config);
  for (const [worker, inFlight] of [2, 3].entries()) {
    link.report(
      worker,
      planeReport('shop', {
        endpoints: [endpointReport('10.0.0.1:80', { inFlight }), endpointReport('10.0.0.2:80')],
      }),
    );
  }
  const explained = explainWithReports(explain(planeOf(config).snapshot, question), (name) =>
    control.service(name),
  );
  expect(explained?.outcome).toMatchObject({
    service: 'shop',
    candidates: [
      { endpoint: '10.0.0.1:80', inFlight: 5, availability: 'full' },
      { endpoint: '10.0.0.2:80', inFlight: 0, availability: 'available' },
      { endpoint: '10.0.0.3:80', inFlight: 0, availability: 'available' },
    ],
  });
});

it('leaves alone what concerns no service', () => {
  const config = defineConfig({
    proxy: { services: [{ name: 'shop', domain: 'shop.test', hosts: [{ address: '10.0.0.1', port: 80 }] }] },
  });
  const nowhere = explain(planeOf(config).snapshot, { ...question, url: 'http://nobody.test/' });
  expect(explainWithReports(nowhere, () => null)).toBe(nowhere);
  expect(explainWithReports(null, () => null)).toBe(null);
});
