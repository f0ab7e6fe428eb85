/**
 * Freezes a plain value with all that is in it. The loader has the same for itself; to import it from there would have
 * every worker load the whole language, which is a third of its time to start and 13 MB.
 */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
