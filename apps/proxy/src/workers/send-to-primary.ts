import type { Message } from './protocol.ts';

let unsent = 0;
const onSent: (() => void)[] = [];

/** Tells the primary; nothing happens when it is gone. */
export function sendToPrimary(message: Message): void {
  if (!process.connected) return;
  unsent += 1;
  process.send?.(message, undefined, undefined, () => {
    unsent -= 1;
    if (unsent > 0) return;
    for (const resolve of onSent.splice(0)) resolve();
  });
}

/** @returns once all of it is sent, or cannot be any more */
export function allSent(): Promise<void> {
  if (unsent === 0) return Promise.resolve();
  return new Promise((resolve) => {
    onSent.push(resolve);
  });
}
