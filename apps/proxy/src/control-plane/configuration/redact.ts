/** What stands in place of a secret that is set. */
const redacted = '[redacted]';

/** Settings that nobody may see, by name; `secret` value types of the schema are called no other way. */
const secretKeys: ReadonlySet<string> = new Set(['secret', 'token', 'password']);

/** Fields of requests, as route tests may have them, that carry somebody's credentials. */
const secretFields: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'x-auth-token',
]);

/** `//user:password@` of a URL. */
const userInfo = /(\/\/[^\s/?#@]*?):[^\s/?#]*@/g;

/**
 * A copy of a part of a configuration that operators may see: secrets that are set become `[redacted]`, and so do
 * passwords in URLs. What holds none is returned as it is, so that ten thousand services are not copied.
 * @param key the name of the value where it stands
 */
export function redact<T>(value: T, key = ''): T {
  // Only strings turn into something else, and they into strings; maps and lists keep their shape.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return new Redaction().value(value, key) as T;
}

function isSecret(key: string): boolean {
  return secretKeys.has(key) || secretFields.has(key.toLowerCase());
}

class Redaction {
  /** Most services share their blocks: each is looked at once. */
  readonly #done = new Map<object, unknown>();

  value(value: unknown, key: string): unknown {
    if (typeof value === 'string')
      return isSecret(key) ? redacted : value.replace(userInfo, `$1:${redacted}@`);
    if (typeof value !== 'object' || value === null) return value;
    let result = this.#done.get(value);
    if (result === undefined) {
      result = Array.isArray(value) ? this.#list(value, key) : this.#map(value);
      this.#done.set(value, result);
    }
    return result;
  }

  #list(list: readonly unknown[], key: string): readonly unknown[] {
    const copy = list.map((item) => this.value(item, key));
    return copy.every((item, index) => item === list[index]) ? list : copy;
  }

  #map(map: object): object {
    const entries = Object.entries(map) as [string, unknown][];
    const copy = entries.map(([key, value]) => [key, this.value(value, key)] as const);
    return copy.every(([, value], index) => value === entries[index]?.[1]) ? map : Object.fromEntries(copy);
  }
}
