import * as z from 'zod';
import { exit } from '../exit.ts';
import type { ExitCode, Terminal } from '../exit.ts';
import { doneLines } from './done.ts';
import type { RemoteEnvironment, RemoteFlags } from './flags.ts';
import { onAll } from './on-all.ts';

/** Which endpoint is meant. */
export interface NamedEndpoint {
  readonly service: string;
  /** `address:port`. */
  readonly endpoint: string;
}

const steered = z.object({
  scope: z.string(),
  endpoint: z.object({
    drained: z.boolean(),
    weight: z.number(),
    configuredWeight: z.number(),
    inFlight: z.number(),
  }),
});

type Steered = z.output<typeof steered>['endpoint'];

/** `hostler drain` and `hostler undrain`. */
export function drainCommand(
  operation: 'drain' | 'undrain',
  named: NamedEndpoint,
  flags: RemoteFlags,
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  const say = ({ drained, inFlight }: Steered): string =>
    drained ? `is drained; ${inFlight} requests in flight` : 'gets requests again';
  return steer({ operation, body: {}, say }, named, flags, terminal, environment);
}

/** `hostler weight`. @param text 1 to 1000, or `configured` */
export async function weightCommand(
  text: string,
  named: NamedEndpoint,
  flags: RemoteFlags,
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  const weight = text === 'configured' ? null : Number(text);
  if (weight !== null && !(/^\d+$/.test(text) && weight >= 1 && weight <= 1000)) {
    terminal.err(
      `"${text}" is no weight. Fix: write 1 to 1000, or configured; to give it nothing, drain it.\n`,
    );
    return exit.usage;
  }
  const say = (endpoint: Steered): string =>
    weight === null
      ? `has its configured weight ${endpoint.weight}`
      : `has the weight ${endpoint.weight} (configured ${endpoint.configuredWeight})`;
  return steer({ operation: 'weight', body: { weight }, say }, named, flags, terminal, environment);
}

interface Wish {
  readonly operation: 'drain' | 'undrain' | 'weight';
  readonly body: object;
  readonly say: (endpoint: Steered) => string;
}

function steer(
  { operation, body, say }: Wish,
  { service, endpoint }: NamedEndpoint,
  flags: RemoteFlags,
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  const place = `/services/${encodeURIComponent(service)}/endpoints/${encodeURIComponent(endpoint)}`;
  return onAll(
    { method: 'POST', path: `/api/v1${place}/${operation}`, body },
    flags,
    (done) => doneLines(done, steered, (answer) => `${endpoint} of ${service} ${say(answer.endpoint)}`),
    terminal,
    environment,
  );
}
