import * as z from 'zod';

/** A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 takes. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Turns zod's schemas into JSON Schemas that refer to those with an id. */
export class JsonSchemas {
  readonly #components = new Map<string, JsonSchema>();

  /** All that were referred to, by id, in alphabetical order. */
  get components(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#components].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** @param io `input` is what a caller may send, where that differs from what is read of it */
  of(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
    const override = io === 'input' ? tidy : tidyAnswer;
    const { $schema: _, $defs, ...json } = referring(z.toJSONSchema(schema, { io, override }));
    for (const [id, definition] of Object.entries($defs ?? {})) {
      const { id: _id, ...component } = definition;
      this.#components.set(id, component);
    }
    const { id } = json;
    if (typeof id !== 'string') return json;
    const { id: _id, ...component } = json;
    this.#components.set(id, component);
    return { $ref: `#/components/schemas/${id}` };
  }
}

interface Converted extends JsonSchema {
  readonly $schema?: unknown;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

function referring(json: object): Converted {
  // The same JSON with other references in it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as Converted;
}

interface Converting {
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** Leaves out what zod says and nobody means: that a number can be exact, that a list will not be changed. */
function tidy({ jsonSchema }: Converting): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  delete jsonSchema['readOnly'];
}

/** Clients must not break when an answer has a new field; that there is none that is not documented, tests check. */
function tidyAnswer(converting: Converting): void {
  const { jsonSchema } = converting;
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  tidy(converting);
}
