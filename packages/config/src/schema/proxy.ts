import * as z from 'zod';
import { ipRange } from '../values/ip-range.ts';
import { pathOrFalse } from '../values/path.ts';
import { pseudonym } from '../values/words.ts';
import { workers } from '../values/workers.ts';
import { accessLogSchema } from './access-log.ts';
import { adminSchema } from './admin.ts';
import { orFalse } from './block.ts';
import { defaultsSchema } from './defaults.ts';
import { field } from './field.ts';
import { listenSchema } from './listen.ts';
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
    healthPath: field<string | false, string | false>(pathOrFalse)
      .prefault('/api/v2/_health_check')
      .describe(
        'The path that answers 200 for any host while the process takes traffic; false answers nowhere.',
      ),
    workers: field<1 | '1', 1>(workers).prefault(1).describe('How many processes carry the traffic.'),
    shutdown: shutdownSchema.prefault({}),
    accessLog: accessLogSchema.prefault({}),
    defaults: defaultsSchema.prefault({}),
    services: z.array(serviceSchema).min(1).describe('What requests are routed to, at least one.'),
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
