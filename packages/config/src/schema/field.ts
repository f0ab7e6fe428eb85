import * as z from 'zod';
import type { JsonSchema, ValueType } from '../values/value-type.ts';

/** What a scalar field takes, in words, for the documentation. */
export const fieldTypes = z.registry<{ expected: string }>();

/** What rides on zod's custom issue, from a value type to the message. */
export interface RefusalParams {
  readonly expected: string;
  readonly fix: string;
  readonly notBuiltYet: boolean;
  /** Whether the value must not be shown. */
  readonly secret: boolean;
}

/** Whether the parameters of a custom issue are those of `field`; no other schema raises any. */
export function isRefusal(params: unknown): params is RefusalParams {
  return typeof params === 'object' && params !== null && 'expected' in params && 'fix' in params;
}

/** Any string field may come from the environment, so an editor must let the placeholder through. */
const placeholder: JsonSchema = { type: 'string', pattern: '\\$\\{.+\\}' };

/**
 * A value type as a zod schema. `In` is what may be written in code and YAML, `Out` what the program works with.
 * Absence reaches the value type too, so that a missing field is refused in its own words.
 */
export function field<In, Out>(type: ValueType<Out>): z.ZodType<Out, In> {
  const schema = z
    .unknown()
    .transform((input, context): Out => {
      const parsed = type.parse(input);
      if (parsed.ok) return parsed.value;
      const params: RefusalParams = {
        expected: parsed.expected ?? type.expected,
        fix: parsed.fix,
        notBuiltYet: parsed.notBuiltYet ?? false,
        secret: type.secret ?? false,
      };
      context.issues.push({ code: 'custom', input, params: { ...params } });
      return z.NEVER;
    })
    .meta({ anyOf: [...type.json, placeholder] });
  fieldTypes.add(schema, { expected: type.expected });
  // zod sees `unknown` going in; the value type is what knows the input, and nothing but types is narrowed here.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return schema as unknown as z.ZodType<Out, In>;
}
