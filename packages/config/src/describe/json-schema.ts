import * as z from 'zod';
import { inheritedDefaults } from '../schema/block.ts';
import { fieldTypes } from '../schema/field.ts';
import { documentSchema } from '../schema/proxy.ts';
import { unwrap } from '../validate/schema-at.ts';
import type { JsonSchema } from '../values/value-type.ts';

/**
 * The language as JSON Schema (draft 7, which every YAML language server reads): what may be written, with
 * descriptions and defaults. It accepts whatever the loader accepts, but not the other way round: rules across fields
 * and the inside of strings are the loader's.
 */
export function jsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(documentSchema, {
    io: 'input',
    target: 'draft-07',
    reused: 'inline',
    override({ zodSchema, jsonSchema: fragment }) {
      const inherited = inheritedDefaults.get(zodSchema);
      if (inherited !== undefined) fragment.default = inherited.default;
      const type = fieldTypes.get(unwrap(zodSchema));
      // Editors show the description alone, so the range goes into it.
      if (type !== undefined && fragment.description !== undefined)
        fragment.description += ` Takes ${type.expected}.`;
    },
  });
  const { $schema, ...rest } = schema;
  return { $schema, title: 'Hostler configuration', ...rest };
}

/** The same as the text of a file. */
export function jsonSchemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}
