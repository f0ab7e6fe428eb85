import * as z from 'zod';
import type { OperationResult } from '../../control-plane/control-plane.ts';
import type { EndpointView } from '../../control-plane/views.ts';
import type { AdminParts } from '../admin-parts.ts';
import { nothing, operation } from '../operation.ts';
import type { Problem } from '../problem.ts';
import { endpoint } from '../schemas/endpoint.ts';
import { weight } from '../schemas/values.ts';
import { endpointCalled } from './endpoint-called.ts';
import { endpointNotFound, serviceNotFound } from './not-found.ts';

const common = {
  method: 'post',
  params: z.strictObject({
    name: z.string().describe('The service.'),
    address: z.string().describe('The endpoint: `ip:port`, IPv6 in brackets, percent-encoded where needed.'),
  }),
  query: nothing,
  answer: z.strictObject({ service: z.string(), endpoint }),
  problems: ['service_not_found', 'endpoint_not_found'],
  scope:
    'Holds on this replica only, for as long as the endpoint stays in the service, until it is changed again or the process ends.',
} as const;

export const drainEndpoint = operation({
  ...common,
  path: '/services/{name}/endpoints/{address}/drain',
  id: 'drainEndpoint',
  summary: 'Give an endpoint nothing new.',
  description: 'What it has begun it finishes. Idempotent.',
  body: nothing.optional(),
  run: (parts, { params }) => steer(parts, params, (name, address) => parts.control.drain(name, address)),
});

export const undrainEndpoint = operation({
  ...common,
  path: '/services/{name}/endpoints/{address}/undrain',
  id: 'undrainEndpoint',
  summary: 'Give an endpoint requests again.',
  description: 'Its weight ramps up if the service has a slow start. Idempotent.',
  body: nothing.optional(),
  run: (parts, { params }) => steer(parts, params, (name, address) => parts.control.undrain(name, address)),
});

export const weighEndpoint = operation({
  ...common,
  path: '/services/{name}/endpoints/{address}/weight',
  id: 'weighEndpoint',
  summary: "Set an endpoint's weight.",
  description: 'In place of the configured one. Idempotent.',
  body: z.strictObject({
    weight: weight.nullable().describe('1 to 1000; null goes back to what is configured.'),
  }),
  run: (parts, { params, body }) =>
    steer(parts, params, (name, address) => parts.control.setWeight(name, address, body.weight)),
});

type Target = z.output<typeof common.params>;

function steer(
  { control }: AdminParts,
  { name, address }: Target,
  operate: (name: string, address: string) => OperationResult,
): { service: string; endpoint: EndpointView } | Problem {
  const called = endpointCalled(address);
  const result = operate(name, called);
  if (result === 'no-service') return serviceNotFound(name, control);
  const found = control.service(name)?.endpoints.find((view) => view.address === called);
  return result === 'no-endpoint' || found === undefined
    ? endpointNotFound(name, address, control)
    : { service: name, endpoint: found };
}
