import * as z from 'zod';
import { inheritedDefaults } from '../schema/block.ts';
import { fieldTypes } from '../schema/field.ts';
import { isBlock, unwrap } from '../validate/schema-at.ts';
import type { Block } from '../validate/schema-at.ts';

/** One key of a block, as the documentation shows it. */
export interface FieldDescription {
  readonly key: string;
  readonly description: string;
  /** What may be written, in words; null for blocks, which have pages of their own. */
  readonly takes: string | null;
  readonly default: DefaultDescription;
  /** The block behind the key, or behind each entry of the list there. */
  readonly block: Block | null;
  readonly list: boolean;
  /** Whether `false` may take the block's place. */
  readonly orFalse: boolean;
}

/** What holds when the key is absent. */
export type DefaultDescription =
  | { readonly kind: 'required' }
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: unknown };

/** The keys of a block, in the order of its schema. */
export function fieldsOf(block: Block): FieldDescription[] {
  return Object.entries(block.shape).map(([key, schema]) => describeField(key, schema));
}

function describeField(key: string, schema: z.core.$ZodType): FieldDescription {
  const inner = unwrap(schema);
  const entry = inner instanceof z.ZodArray ? unwrap(inner.element) : inner;
  const block = isBlock(entry) ? entry : null;
  const list = inner instanceof z.ZodArray;
  const takes = fieldTypes.get(entry)?.expected ?? null;
  return {
    key,
    description: descriptionOf(schema) ?? descriptionOf(inner) ?? '',
    takes: takes !== null && list ? `a list; each entry ${takes}` : takes,
    default: defaultOf(schema),
    block,
    list,
    orFalse: mayBeFalse(schema),
  };
}

function descriptionOf(schema: z.core.$ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.description;
}

function defaultOf(schema: z.core.$ZodType): DefaultDescription {
  const inherited = inheritedDefaults.get(schema);
  if (inherited !== undefined) return { kind: 'value', value: inherited.default };
  if (schema instanceof z.ZodPrefault) return { kind: 'value', value: schema.def.defaultValue };
  return { kind: schema instanceof z.ZodOptional ? 'none' : 'required' };
}

function mayBeFalse(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) return mayBeFalse(schema.unwrap());
  return schema instanceof z.ZodUnion;
}
