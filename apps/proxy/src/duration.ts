const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** How operators write a duration: a whole number and its unit, such as `10s`. The configuration has more of it. */
export const operatorDuration = /^(\d{1,6})(ms|s|m)$/;

/** @returns milliseconds; `null` for anything else */
export function parseOperatorDuration(text: string): number | null {
  const [, number, unit = ''] = operatorDuration.exec(text) ?? [];
  const unitMs = units[unit];
  return unitMs === undefined ? null : Number(number) * unitMs;
}
