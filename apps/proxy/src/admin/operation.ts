import * as z from 'zod';
import type { AdminParts } from './admin-parts.ts';
import { Problem } from './problem.ts';
import type { ProblemCode } from './problem.ts';

/** What a caller sent, as far as an operation looks at it. */
export interface Call {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** Aborted when the caller is gone before it has its answer. */
  readonly signal: AbortSignal;
}

/** The part of an operation that is both documented and run. */
interface Description {
  readonly method: 'get' | 'post';
  /** Below `/api/v1`, as OpenAPI writes it: `/services/{name}`. */
  readonly path: string;
  /** Unique; what generated clients call it. */
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  /** Refusals of its own, beside those that every operation has. */
  readonly problems: readonly ProblemCode[];
  /** Where a change holds and until when; `null` for what changes nothing. */
  readonly scope: string | null;
}

/** One method of one path of the API: its documentation, what it takes and answers, and what it does. */
export interface Operation extends Description {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** `null`: nothing is looked at. */
  readonly body: z.ZodType | null;
  /** Without `replica` and `scope`, which every answer has. */
  readonly answer: z.ZodObject;
  run(parts: AdminParts, call: Call): Promise<object>;
}

interface Typed<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body,
  Answer extends z.ZodObject,
> extends Description {
  readonly params: Params;
  readonly query: Query;
  readonly body: z.ZodType<Body> | null;
  readonly answer: Answer;
  readonly run: (
    parts: AdminParts,
    call: {
      readonly params: z.output<Params>;
      readonly query: z.output<Query>;
      readonly body: Body;
      readonly signal: AbortSignal;
    },
  ) => z.output<Answer> | Problem | Promise<z.output<Answer> | Problem>;
}

/** @returns an operation that reads what it is sent by its schemas before it runs */
export function operation<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body,
  Answer extends z.ZodObject,
>(typed: Typed<Params, Query, Body, Answer>): Operation {
  const { params, query, body, run, scope } = typed;
  const input = z.object({ params, query, body: body ?? z.unknown() });
  return {
    ...typed,
    async run(parts, call) {
      const read = input.safeParse(call);
      if (!read.success) return invalid(read.error);
      const typedCall = { ...read.data, signal: call.signal };
      // What the same three schemas have just put out, which zod's type of a generic object does not say.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const result = await run(parts, typedCall as never);
      return result instanceof Problem || scope === null ? result : { scope, ...result };
    },
  };
}

/** For operations without any. */
export const nothing = z.strictObject({});

function invalid({ issues }: z.ZodError): Problem {
  return new Problem('invalid_request', {
    message: 'The request is not what this operation takes.',
    fix: 'Correct what the details name; docs/openapi.yaml describes every operation.',
    details: issues.map(({ path, message }) => `${place(path)}: ${message}`),
  });
}

/** `body.weight`; a part of the request alone when all of it is meant. */
function place(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
