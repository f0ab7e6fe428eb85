import * as z from 'zod';
import { nothing, operation } from '../operation.ts';
import { service } from '../schemas/service.ts';
import { serviceNotFound } from './not-found.ts';

export const listServices = operation({
  method: 'get',
  path: '/services',
  id: 'listServices',
  summary: 'Every service and its endpoints.',
  description:
    'In the order of the configuration: health, ejections, requests in flight, latency, last errors.',
  params: nothing,
  query: nothing,
  body: null,
  answer: z.strictObject({ services: z.array(service).readonly() }),
  problems: [],
  scope: null,
  run: ({ control }) => ({ services: control.services() }),
});

export const getService = operation({
  method: 'get',
  path: '/services/{name}',
  id: 'getService',
  summary: 'One service and its endpoints.',
  description: 'The same as in the list.',
  params: z.strictObject({ name: z.string().describe('As in the configuration.') }),
  query: nothing,
  body: null,
  answer: z.strictObject({ service }),
  problems: ['service_not_found'],
  scope: null,
  run: ({ control }, { params: { name } }) => {
    const found = control.service(name);
    return found === null ? serviceNotFound(name, control) : { service: found };
  },
});
