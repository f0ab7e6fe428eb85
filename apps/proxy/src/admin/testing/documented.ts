import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { AdminAnswer } from './admin-scene.ts';

interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content: Readonly<Record<string, { readonly schema: object }>>;
}

interface Reference {
  readonly $ref: string;
}

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, Response | Reference>> }>>
    >
  >;
  readonly components: { readonly responses: Readonly<Record<string, Response>>; readonly schemas: object };
}

const file = new URL('../../../../../docs/openapi.yaml', import.meta.url);

/** `docs/openapi.yaml`, as callers read it. */
// What is wrong with it shows in the tests.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const document = parse(readFileSync(file, 'utf8')) as OpenApi;

/** Every documented operation, as `GET /api/v1/services`. */
export const documentedOperations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

/** The codes of all refusals of an operation. */
export function documentedCodes(operation: string): readonly string[] {
  const [method = '', path = ''] = operation.split(' ');
  const statuses = Object.keys(document.paths[path]?.[method.toLowerCase()]?.responses ?? {});
  return statuses
    .flatMap((status) => responseOf(operation, Number(status))?.description.split(', ') ?? [])
    .filter((code) => code.startsWith('`'))
    .map((code) => code.replaceAll('`', ''));
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
// Callers must put up with fields that they do not know. We know them all.
ajv.addSchema(closed({ $id: 'openapi', components: document.components }));

/**
 * What is wrong with an answer, a line each.
 * @param operation as in `documentedOperations`; another one for a path or method that there is not
 */
export function undocumented(operation: string, answer: AdminAnswer): readonly string[] {
  const response = responseOf(operation, answer.status);
  if (response === undefined) return [`${operation} has no answer ${answer.status}: ${answer.text}`];
  const type = String(answer.headers['content-type']).split(';', 1).join('');
  const content = response.content[type];
  if (content === undefined) return [`${operation} ${answer.status} has no ${type}`];
  const missing = Object.entries(response.headers ?? {})
    .filter(([name, { required }]) => required === true && answer.headers[name.toLowerCase()] === undefined)
    .map(([name]) => `${operation} ${answer.status} lacks ${name}`);
  if (type !== 'application/json') return missing;
  const validate = ajv.compile(closed(content.schema));
  validate(answer.json());
  const wrong = (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${operation} ${answer.status} ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  return [...missing, ...wrong];
}

function responseOf(operation: string, status: number): Response | undefined {
  const { responses } = document.components;
  if (!documentedOperations.includes(operation)) {
    return status === 405 ? responses['MethodNotAllowed'] : responses['PathNotFound'];
  }
  const [method = '', path = ''] = operation.split(' ');
  const response = document.paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  if (response === undefined || !('$ref' in response)) return response;
  return responses[response.$ref.slice('#/components/responses/'.length)];
}

/** The same schemas, in which nothing else is allowed, and whose references work from anywhere. */
function closed(schema: object): object {
  // A value goes in and the same comes out.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => close(value)) as object;
}

function close(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string') return { $ref: `openapi${value.$ref}` };
  const isWhole = 'type' in value && value.type === 'object' && 'properties' in value;
  return isWhole && !('additionalProperties' in value) ? { ...value, additionalProperties: false } : value;
}
