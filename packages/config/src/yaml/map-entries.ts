import { isScalar } from 'yaml';

/** Whether a key is YAML 1.1's merge key: a bare `<<`; in quotes it is an ordinary key. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/** The key, which the parser was told to make text of; an absent one is ''. */
export function keyOf(key: unknown): string {
  return isScalar(key) && typeof key.value === 'string' ? key.value : '';
}
