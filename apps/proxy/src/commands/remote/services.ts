import * as z from 'zod';
import { textTable } from '../../text-table.ts';
import type { ExitCode, Terminal } from '../exit.ts';
import { asJson, asText } from './answers.ts';
import type { RemoteEnvironment, RemoteFlags } from './flags.ts';
import { onAll } from './on-all.ts';

const endpoint = z.object({
  address: z.string(),
  availability: z.string(),
  backup: z.boolean(),
  draining: z.boolean(),
  weight: z.number(),
  configuredWeight: z.number(),
  inFlight: z.number(),
  requests: z.number(),
  latencyMs: z.object({ p50: z.number(), p99: z.number() }).nullable(),
  lastError: z.object({ code: z.string(), detail: z.string() }).nullable(),
});

const service = z.object({ name: z.string(), endpoints: z.array(endpoint) });
// All of them, or the one that was asked for.
const answered = z.union([
  z.object({ services: z.array(service) }),
  z.object({ service }).transform(({ service: one }) => ({ services: [one] })),
]);

type Endpoint = z.output<typeof endpoint>;

/** What `hostler services` takes besides. */
export interface ServicesFlags extends RemoteFlags {
  readonly json: boolean;
}

/** `hostler services`: how every endpoint is. @param name of the only service to show */
export function servicesCommand(
  name: string | undefined,
  flags: ServicesFlags,
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  const one = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return onAll(
    { method: 'GET', path: `/api/v1/services${one}` },
    flags,
    (done) => (flags.json ? asJson(done) : asText(done, answered, servicesTable)),
    terminal,
    environment,
  );
}

const headings = [
  'SERVICE',
  'ENDPOINT',
  'STATE',
  'WEIGHT',
  'IN FLIGHT',
  'REQUESTS',
  'P50',
  'P99',
  'LAST ERROR',
];

function servicesTable({ services }: z.output<typeof answered>): string {
  const rows = services.flatMap(({ name, endpoints }) =>
    endpoints.length === 0 ? [[name, '(none)']] : endpoints.map((each) => row(name, each)),
  );
  return `${textTable([headings, ...rows]).join('\n')}\n`;
}

function row(name: string, each: Endpoint): string[] {
  const { weight, configuredWeight, latencyMs } = each;
  return [
    name,
    each.address,
    each.draining ? 'leaving' : each.availability,
    `${weight}${weight === configuredWeight ? '' : ` (configured ${configuredWeight})`}${each.backup ? ' backup' : ''}`,
    String(each.inFlight),
    String(each.requests),
    latencyMs === null ? '-' : milliseconds(latencyMs.p50),
    latencyMs === null ? '-' : milliseconds(latencyMs.p99),
    each.lastError === null ? '-' : nameOfError(each.lastError),
  ];
}

/** The code of the catalogue says most; what an endpoint answered has none. */
function nameOfError({ code, detail }: { readonly code: string; readonly detail: string }): string {
  return code === 'error_status' ? detail : code;
}

function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
