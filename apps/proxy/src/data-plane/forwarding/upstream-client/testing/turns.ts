/** Lets the event loop turn until something is so; the test's own timeout is the limit. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turns(1);
}

/** Lets everything happen that is under way and needs no time. */
export async function turns(count = 50): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
