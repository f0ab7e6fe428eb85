import * as z from 'zod';
import { ipRange } from '../values/ip-range.ts';
import { pathOrFalse } from '../values/path.ts';
import { secret } from '../values/secret.ts';
import { pseudonym } from '../values/words.ts';
import { workers } from '../values/workers.ts';
import { accessLogSchema } from './access-log.ts';
import { adminSchema } from './admin.ts';
import { orFalse } from './block.ts';
import { defaultsSchema } from './defaults.ts';
import { field } from './field.ts';
import { listenSchema } from './listen.ts';
import { overloadSchema } from './overload.ts';
import { routeTestSchema } from './route-test.ts';
import { serviceSchema } from './service.ts';
import { shutdownSchema } from './shutdown.ts';

/** Everything under `proxy` */
export const proxySchema = z
  .strictObject({
    listen: listenSchema.prefault({}),
    admin: orFalse(adminSchema).prefault({}),
    trustedProxies: z
      .array(field<string, string>(ipRange))
      .prefault([])
      .describe(
        'The peers whose X-Forwarded-*, Forwarded, X-Real-IP and X-Request-Id are believed: the load balancers in ' +
          "front. Anybody else's are replaced.",
      ),
    via: field<string, string>(pseudonym)
      .prefault('hostler')
      .describe(
        'What this proxy is called in Via and Proxy-Status; the same on all replicas. Loops are found by it.',
      ),
    secret: field<string, string | null>(secret)
      .prefault('')
      .describe(
        'Signs sticky cookies; the same on all replicas, or each would reject the cookies of the others. Changing it gives every ' +
          'client a new endpoint once. Take it from the environment: `${HOSTLER_SECRET:-}`. Empty is none.',
      ),
    healthPath: field<string | false, string | false>(pathOrFalse)
      .prefault('/api/v2/_health_check')
      .describe(
        'The path that answers 200 for any host while the process takes traffic; false answers nowhere.',
      ),
    workers: field<number | string, number | 'auto'>(workers)
      .prefault(1)
      .describe(
        "How many processes carry the traffic; `auto` is one for each core that the machine or the container's limit gives. " +
          'With 1 there is no second process. Limits hold for all workers together.',
      ),
    overload: overloadSchema.prefault({}),
    shutdown: shutdownSchema.prefault({}),
    accessLog: accessLogSchema.prefault({}),
    defaults: defaultsSchema.prefault({}),
    services: z.array(serviceSchema).min(1).describe('What requests are routed to, at least one.'),
    tests: z
      .array(routeTestSchema)
      .prefault([])
      .describe(
        'Requests and what must come of them. `hostler check` runs them, and a reload that fails one does not take effect.',
      ),
  })
  .describe('The whole configuration of one proxy.');

/** A configuration file */
export const documentSchema = z.strictObject({ proxy: proxySchema });

/** A configuration as it is written: in YAML, or as a plain object in code. */
export type ConfigInput = z.input<typeof documentSchema>;

/** The same after validation: every value in its unit, every default outside the service blocks filled in. */
export type ProxySettings = z.output<typeof proxySchema>;

/** One service of it. */
export type ServiceSettings = ProxySettings['services'][number];

/** What a service and `proxy.defaults` may both say. */
export type BlockSettings = ProxySettings['defaults'];
