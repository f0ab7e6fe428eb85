/** A JSON Schema fragment. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A value that a field does not take. */
export interface Refusal {
  readonly ok: false;
  /** What to type instead, as an order. */
  readonly fix: string;
  /** Replaces the type's own sentence where a narrower one helps more. */
  readonly expected?: string;
  /** The value belongs to the language, but this version cannot do it. */
  readonly notBuiltYet?: true;
}

export type Parsed<Out> = { readonly ok: true; readonly value: Out } | Refusal;

/** One kind of scalar in the language: how it reads, and how it is described to people and editors. */
export interface ValueType<Out> {
  /** With its article and range: `a duration from 1ms to 10m, or off`. */
  readonly expected: string;
  /** From what YAML gave to what the program works with. Never throws; absence arrives as `undefined`. */
  readonly parse: (value: unknown) => Parsed<Out>;
  /** Alternatives that accept what `parse` accepts, as far as JSON Schema can say it. */
  readonly json: readonly JsonSchema[];
  /** Messages never show a value of this type. */
  readonly secret?: true;
}

/** Accepts. */
export function accept<Out>(value: Out): Parsed<Out> {
  return { ok: true, value };
}

/** Refuses, and says what to type instead. */
export function refuse(fix: string, expected?: string): Refusal {
  return expected === undefined ? { ok: false, fix } : { ok: false, fix, expected };
}
