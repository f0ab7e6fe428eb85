import { merge } from './merge.ts';
import type { LayerOver } from './merge.ts';

/** What one layer says of a block: nothing, that it is off, or some of its keys. */
export type SwitchSettings<Block> = LayerOver<Block> | false | undefined;

/** Whether a block holds while no layer speaks of it. */
export type ByDefault = 'on' | 'off';

/**
 * A block that can be switched, or null where it is off. The upper layer that says anything decides whether it is on;
 * keys that were turned off below are not inherited.
 */
export function resolveSwitch<Block extends object>(
  builtIn: Block,
  byDefault: ByDefault,
  inherited: SwitchSettings<Block>,
  own: SwitchSettings<Block>,
): Block | null {
  const decisive = own ?? inherited;
  if (decisive === false || (decisive === undefined && byDefault === 'off')) return null;
  return merge(builtIn, inherited === false ? undefined : inherited, own === false ? undefined : own);
}
