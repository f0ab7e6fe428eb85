import type { Operation } from '../operation.ts';
import { statusOf } from '../problem.ts';
import type { ProblemCode } from '../problem.ts';
import { answerOf, problemAnswer } from '../schemas/envelope.ts';
import type { JsonSchemas } from './json-schemas.ts';

/** Every operation may be refused for these. */
const ofAll: readonly ProblemCode[] = [
  'invalid_request',
  'token_missing',
  'token_wrong',
  'host_not_allowed',
  'cross_site',
  'api_off',
  'internal_error',
];

const ofChanges: readonly ProblemCode[] = ['origin_not_allowed', 'body_too_large', 'unsupported_media_type'];

/** Answers by status, as OpenAPI has them: each operation's own, and refusals, which they share. */
export class Responses {
  readonly #schemas: JsonSchemas;
  readonly #refusals = new Map<string, object>();

  constructor(schemas: JsonSchemas) {
    this.#schemas = schemas;
  }

  /** The refusals that operations refer to, by name, in alphabetical order. */
  get components(): Readonly<Record<string, object>> {
    return Object.fromEntries([...this.#refusals].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  of({ answer, scope, problems, method }: Operation): Readonly<Record<string, object>> {
    const codes = new Set([...ofAll, ...(method === 'get' ? [] : ofChanges), ...problems]);
    const responses: Record<string, object> = {
      '200': { description: 'Done.', content: json(this.#schemas.of(answerOf(answer, scope))) },
    };
    for (const [status, some] of Map.groupBy(codes, statusOf)) responses[status] = this.refusal(some);
    return responses;
  }

  /** @param codes of one status */
  refusal(codes: readonly ProblemCode[]): object {
    const name = codes.map(pascalCase).join('Or');
    if (!this.#refusals.has(name)) this.#refusals.set(name, this.#refused(codes));
    return { $ref: `#/components/responses/${name}` };
  }

  #refused(codes: readonly ProblemCode[]): object {
    const problem = this.#schemas.of(problemAnswer);
    const narrower = { properties: { error: { properties: { code: { enum: codes } } } } };
    const field = fields.get(codes[0]);
    return {
      description: codes.map((code) => `\`${code}\``).join(', '),
      ...(field === undefined
        ? {}
        : { headers: { [field]: { required: true, schema: { type: 'string' } } } }),
      content: json({ allOf: [problem, narrower] }),
    };
  }
}

/** What a refusal has in its head besides. */
const fields: ReadonlyMap<ProblemCode | undefined, string> = new Map<ProblemCode, string>([
  ['token_missing', 'WWW-Authenticate'],
  ['method_not_allowed', 'Allow'],
]);

function pascalCase(code: string): string {
  return code
    .split('_')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** @param schema of what is sent as JSON */
export function json(schema: object): object {
  return { 'application/json': { schema } };
}
