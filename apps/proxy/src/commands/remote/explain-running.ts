import * as z from 'zod';
import { explanation } from '../../admin/schemas/explanation.ts';
import { formatExplanation } from '../../explain/format-explanation.ts';
import type { ExitCode, Terminal } from '../exit.ts';
import type { Done } from './done.ts';
import type { RemoteEnvironment, RemoteFlags } from './flags.ts';
import { onAll } from './on-all.ts';

/** A request that nobody sends. */
export interface Question {
  readonly url: string;
  readonly method: string;
  /** `Name: value` each. */
  readonly headers: readonly string[];
  readonly from: string;
}

const answered = z.object({ explanation });

/** `hostler explain --admin`: what running proxies would do with a request now. */
export function explainRunning(
  { url, method, headers, from }: Question,
  flags: RemoteFlags & { readonly json: boolean },
  terminal: Terminal,
  environment: RemoteEnvironment,
): Promise<ExitCode> {
  const query = new URLSearchParams({ url, method, from });
  for (const line of headers) query.append('header', line);
  return onAll(
    { method: 'GET', path: `/api/v1/explain?${query.toString()}` },
    flags,
    (done) => done.map((one) => text(one, flags.json, done.length > 1)).join('\n'),
    terminal,
    environment,
  );
}

function text({ who, answer }: Done, asJson: boolean, named: boolean): string {
  const known = answered.safeParse(answer);
  // Another version may say more than this one can put into words.
  if (asJson || !known.success) return `${JSON.stringify(answer, null, 2)}\n`;
  return `${named ? `${who}\n` : ''}${formatExplanation(known.data.explanation)}`;
}
