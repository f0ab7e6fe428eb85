const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** @returns milliseconds; `null` for anything but a duration above zero, such as `10s` */
export function parseTimeout(text: string): number | null {
  const [, number, unit = ''] = /^(\d{1,6})(ms|s|m)$/.exec(text) ?? [];
  const timeoutMs = Number(number) * (units[unit] ?? 0);
  return timeoutMs > 0 ? timeoutMs : null;
}
