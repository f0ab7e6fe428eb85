import * as z from 'zod';
import { durationOr } from '../values/duration.ts';
import { cookieName } from '../values/field-name.ts';
import { field } from './field.ts';

/** `loadBalancing.sticky` */
export const stickySchema = z
  .strictObject({
    cookie: field<string, string>(cookieName)
      .optional()
      .describe('What the cookie is called. Without it `hostler_` and the name of the service.'),
    maxAge: field<string, number | 'session'>(durationOr('session', { minimum: '1s', maximum: '365d' }))
      .prefault('session')
      .describe('How long a client keeps its endpoint; `session` is until the browser is closed.'),
  })
  .describe(
    'Keeps each client at the endpoint that answered it first, by a signed cookie; needs `proxy.secret`. When the ' +
      'instance is gone, drained or failing, the client falls back to another endpoint by the policy, and what only that instance knew ' +
      'is lost: keep sessions elsewhere if they matter.',
  );
