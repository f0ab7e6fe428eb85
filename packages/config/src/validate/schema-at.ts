import * as z from 'zod';
import type { Path } from '../problem.ts';

/** A map of the language with its keys. */
export type Block = z.ZodObject<z.core.$ZodShape>;

/** Whether a schema is that of a map. */
export function isBlock(schema: z.core.$ZodType): schema is Block {
  return schema instanceof z.ZodObject;
}

/** The block that a path of the document leads to, or null when it leads to a scalar or out of the language. */
export function blockAt(root: z.core.$ZodType, path: Path): Block | null {
  let schema: z.core.$ZodType | undefined = root;
  for (const step of path) {
    const inner = unwrap(schema);
    if (isBlock(inner)) schema = inner.shape[String(step)];
    else schema = inner instanceof z.ZodArray ? inner.element : undefined;
    if (schema === undefined) return null;
  }
  const block = unwrap(schema);
  return isBlock(block) ? block : null;
}

/** Through what surrounds a block: optional, defaulted, or with `false` as the alternative. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) return unwrap(schema.unwrap());
  const last = schema instanceof z.ZodUnion ? schema.options.at(-1) : undefined;
  return last === undefined ? schema : unwrap(last);
}
