/**
 * A block with layers laid over it, key by key; the last layer that has a key wins. A key that is there but undefined,
 * as plain objects from code may have it, says nothing.
 */
export function merge<Block extends object>(
  block: Block,
  ...layers: readonly (LayerOver<Block> | undefined)[]
): Block {
  const merged = { ...block };
  for (const layer of layers) {
    if (layer !== undefined) Object.assign(merged, definedOnly(layer));
  }
  return merged;
}

/** What a layer may say: some of the keys. */
export type LayerOver<Block> = { readonly [Key in keyof Block]?: Block[Key] | undefined };

function definedOnly<T extends object>(layer: T): Partial<T> {
  const defined: Partial<T> = { ...layer };
  for (const key in defined) if (defined[key] === undefined) delete defined[key];
  return defined;
}
