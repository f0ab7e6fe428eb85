import * as z from 'zod';

/** A field over its own default: absence means that a lower layer, or the default, decides. */
export type Inherited<Schema> = Schema extends z.ZodPrefault<infer Inner> ? z.ZodOptional<Inner> : Schema;

/** The same fields, each optional and without its default: what a layer over the defaults may say. */
export type Layer<Shape extends z.ZodRawShape> = { [Key in keyof Shape]: Inherited<Shape[Key]> };

/** A block that `false` turns off, as a layer. */
export type SwitchLayer<Shape extends z.ZodRawShape> = z.ZodOptional<
  z.ZodUnion<readonly [z.ZodLiteral<false>, z.ZodObject<Layer<Shape>, z.core.$strict>]>
>;

/** The defaults of fields whose schemas fill none in; for the documentation and editors only. */
export const inheritedDefaults = z.registry<{ default: unknown }>();

/**
 * A block as it stands in `proxy.defaults` and in a service: what is absent there is inherited, not defaulted.
 * Descriptions and defaults stay visible to editors.
 */
export function layerOf<Shape extends z.ZodRawShape>(
  block: z.ZodObject<Shape, z.core.$strict>,
): z.ZodObject<Layer<Shape>, z.core.$strict> {
  const entries = Object.entries(block.shape).map(([key, schema]) => [key, inherited(schema)] as const);
  // Entry by entry this is what `Layer` says; Object.fromEntries cannot carry that.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const shape = Object.fromEntries(entries) as Layer<Shape>;
  return z.strictObject(shape).meta(block.meta() ?? {});
}

/** One field for a layer; see `layerOf`. */
export function inherited<Schema extends z.core.$ZodType>(schema: Schema): Inherited<Schema> {
  // The branches are those of the type `Inherited`, which TypeScript cannot follow through `instanceof`.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return withoutDefault(schema) as Inherited<Schema>;
}

function withoutDefault(schema: z.core.$ZodType): z.core.$ZodType {
  if (!(schema instanceof z.ZodPrefault)) return schema;
  const layer = z.optional(schema.unwrap()).meta(schema.meta() ?? {});
  inheritedDefaults.add(layer, { default: schema.def.defaultValue });
  return layer;
}

/** A block that `false` turns off. */
export function orFalse<Schema extends z.ZodType>(
  block: Schema,
): z.ZodUnion<readonly [z.ZodLiteral<false>, Schema]> {
  return z.union([z.literal(false), block]).meta(block.meta() ?? {});
}

/** A block that is off until somebody writes it, `{}` at least, and that `false` turns off again. */
export function offUntilWritten<Shape extends z.ZodRawShape>(
  block: z.ZodObject<Shape, z.core.$strict>,
): SwitchLayer<Shape> {
  return switchOf(block, false);
}

/** A block that holds with its defaults although nobody writes it; `false` turns it off. */
export function onByDefault<Shape extends z.ZodRawShape>(
  block: z.ZodObject<Shape, z.core.$strict>,
): SwitchLayer<Shape> {
  return switchOf(block, {});
}

function switchOf<Shape extends z.ZodRawShape>(
  block: z.ZodObject<Shape, z.core.$strict>,
  byDefault: false | object,
): SwitchLayer<Shape> {
  const layer = orFalse(layerOf(block))
    .optional()
    .meta(block.meta() ?? {});
  inheritedDefaults.add(layer, { default: byDefault });
  return layer;
}
