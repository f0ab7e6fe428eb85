/** A map as it was written, before anybody knows whether it is right. */
export type RawMap = Readonly<Record<string, unknown>>;

/**
 * Rules across fields read the document as it was written, leniently: whatever is no map, no list or no such key
 * counts as absent. So one wrong port does not hide that two services claim the same domain.
 */
export function asMap(value: unknown): RawMap {
  return isMap(value) ? value : {};
}

/** Whether a value has keys. */
export function isMap(value: unknown): value is RawMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entries of a list; nothing for anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** `proxy.services`, each with its position. */
export function servicesOf(proxy: RawMap): readonly RawMap[] {
  return asList(proxy['services']).map(asMap);
}
