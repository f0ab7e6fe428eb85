import * as z from 'zod';
import type { DrillOrder, DrillRefusal } from '../../control-plane/drill/drill-order.ts';
import type { AdminParts } from '../admin-parts.ts';
import { nothing, operation } from '../operation.ts';
import { Problem } from '../problem.ts';
import { drillReport, duration, fault } from '../schemas/drill.ts';
import { endpointCalled } from './endpoint-called.ts';
import { endpointNotFound, serviceNotFound } from './not-found.ts';

export const runDrill = operation({
  method: 'post',
  path: '/drill',
  id: 'runDrill',
  summary: 'Treat an endpoint as failing for some time, and report what clients would have seen.',
  description:
    'Measures a baseline (as long as the fault, but 10 s at most), puts the fault in at the place where this proxy forwards, takes it out after the time, and waits until the endpoint takes requests again, at most 5 minutes. Answers then. A caller that leaves ends the drill. Requests are those that clients send meanwhile: the drill sends none. Active checks do not meet the fault.',
  params: nothing,
  query: nothing,
  body: z.strictObject({
    service: z.string(),
    fault,
    for: duration,
    endpoint: z
      .string()
      .optional()
      .describe('`address:port`; without it the available one that has had the most requests.'),
    force: z
      .boolean()
      .default(false)
      .describe('Also below two available endpoints, where clients will notice.'),
  }),
  answer: z.strictObject({ report: drillReport }),
  problems: [
    'service_not_found',
    'endpoint_not_found',
    'drill_running',
    'endpoint_unavailable',
    'too_few_endpoints',
  ],
  scope: 'Held on this replica only, and is over.',
  run: async ({ control }, { body, signal }) => {
    const order: DrillOrder = {
      service: body.service,
      fault: body.fault,
      forMs: body.for,
      endpoint: body.endpoint === undefined ? null : endpointCalled(body.endpoint),
      force: body.force,
    };
    const start = control.drill(order, signal);
    return start.ok ? { report: await start.result } : problemOf(start.refusal, order, control);
  },
});

function problemOf(
  refusal: DrillRefusal,
  { service, endpoint }: DrillOrder,
  control: AdminParts['control'],
): Problem {
  switch (refusal.why) {
    case 'no-service':
      return serviceNotFound(service, control);
    case 'no-endpoint':
      return endpointNotFound(service, endpoint ?? '', control);
    case 'running':
      return new Problem('drill_running', {
        message: `The service "${service}" has a drill already: ${refusal.fault} at ${refusal.endpoint}.`,
        fix: 'Wait until it is over, or end the command that began it.',
      });
    case 'too-few':
      return new Problem('too_few_endpoints', {
        message: `The service "${service}" has fewer than two available endpoints (${refusal.available}): its clients would notice.`,
        fix: 'Bring another endpoint back first, or set force (--force).',
      });
    default:
      return new Problem('endpoint_unavailable', {
        message: `The endpoint "${endpoint}" gets no requests: it is ${refusal.availability}.`,
        fix: 'Name another endpoint, or none, or set force (--force).',
      });
  }
}
