import * as z from 'zod';
import { address } from '../values/address.ts';
import { boolean } from '../values/boolean.ts';
import { hostName } from '../values/name.ts';
import { listenerPort } from '../values/port.ts';
import { secret } from '../values/secret.ts';
import { field } from './field.ts';

/** `proxy.admin` */
export const adminSchema = z
  .strictObject({
    address: field<string, string>(address)
      .prefault('127.0.0.1')
      .describe(
        'The address of the admin side; keep it away from clients. Any address but a loopback one needs `token`, or ' +
          '`api: false`.',
      ),
    port: field<number | string, number>(listenerPort)
      .prefault(9901)
      .describe('The port of the admin side; 0 takes any free one, and the log says which.'),
    token: field<string, string | null>(secret)
      .prefault('')
      .describe(
        'What callers send as `Authorization: Bearer TOKEN` for everything but the probes and `/metrics`. Whoever has it can ' +
          'drain every endpoint, so take it from the environment: `${HOSTLER_ADMIN_TOKEN:-}`. Empty is no token.',
      ),
    hosts: z
      .array(field<string, string>(hostName))
      .prefault([])
      .describe(
        'The Host names under which the admin side may be called, beside those of loopback. Requests for any other ' +
          'are refused: a web page whose name was rebound to this address could call it otherwise.',
      ),
    api: field<boolean | 'true' | 'false', boolean>(boolean)
      .prefault(true)
      .describe(
        'Whether there is more than the probes and `/metrics`: the API and the status page. With `false` only these ' +
          'are left, for everybody who can reach the port, and nobody can see or change anything else.',
      ),
  })
  .describe(
    'The listener for operators, with the probes `/livez` and `/readyz`, `/metrics`, and the API under `/api/v1`. ' +
      '`admin: false` opens none.',
  );
