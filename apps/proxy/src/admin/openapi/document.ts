import { stringify } from 'yaml';
import type * as z from 'zod';
import { operations } from '../api/operations.ts';
import type { Operation } from '../operation.ts';
import { JsonSchemas } from './json-schemas.ts';
import { probePathItems } from './probe-paths.ts';
import { Responses, json } from './responses.ts';

/** The admin side as an OpenAPI 3.1 document. */
function openApiDocument(): object {
  const schemas = new JsonSchemas();
  const responses = new Responses(schemas);
  const paths: Record<string, object> = { ...probePathItems };
  for (const [path, methods] of Map.groupBy(operations, (operation) => operation.path)) {
    const items: Record<string, object> = {};
    for (const one of methods) items[one.method] = operationObject(one, schemas, responses);
    paths[`/api/v1${path}`] = items;
  }
  // Of whatever is not described here.
  responses.refusal(['path_not_found']);
  responses.refusal(['method_not_allowed']);
  return {
    ...head,
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: '`proxy.admin.token`.' } },
      responses: responses.components,
      schemas: schemas.components,
    },
  };
}

/** `docs/openapi.yaml` */
export function openApiText(): string {
  const comment = '# Generated from apps/proxy/src/admin; edit that and run `pnpm generate`.\n';
  return comment + stringify(openApiDocument(), { aliasDuplicateObjects: false, lineWidth: 0 });
}

const head = {
  openapi: '3.1.0',
  info: {
    title: "Hostler's admin side",
    version: '1',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    description: [
      'Shows and steers one proxy process. Every answer names its replica, and what is changed holds on that replica only.',
      'The probes and the metrics are open. Everything else takes a Host of loopback or of `proxy.admin.hosts`, no page of another site, and the token, where one is configured or the admin side is not on loopback. Changes are JSON.',
      'A path that is not described here answers as the response PathNotFound, another method as MethodNotAllowed.',
      'Codes of errors stay the same, and so does every field that is described here; new fields may come.',
    ].join('\n\n'),
  },
  servers: [{ url: 'http://127.0.0.1:9901', description: '`proxy.admin` by default.' }],
  security: [{}, { token: [] }],
};

function operationObject(operation: Operation, schemas: JsonSchemas, responses: Responses): object {
  const { id, summary, description, params, query, body } = operation;
  const parameters = [...parametersOf('path', params, schemas), ...parametersOf('query', query, schemas)];
  return {
    operationId: id,
    summary,
    description,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { requestBody: requestBody(body, schemas) }),
    responses: responses.of(operation),
  };
}

function parametersOf(where: 'path' | 'query', object: z.ZodObject, schemas: JsonSchemas): object[] {
  return Object.entries<z.ZodType>(object.shape).map(([name, schema]) => {
    const { description, ...plain } = schemas.of(schema, 'input');
    return {
      name,
      in: where,
      required: !schema.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: plain,
    };
  });
}

function requestBody(body: z.ZodType, schemas: JsonSchemas): object {
  const required = !body.safeParse(undefined).success;
  return { required, content: json(schemas.of(body, 'input')) };
}
