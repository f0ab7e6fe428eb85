/** A line that one of the tasks printed. */
export interface TaskLine {
  /** `proxy` or `downstream`; `turbo` for what it says itself. */
  readonly task: string;
  readonly text: string;
}

const TASKS: ReadonlyMap<string, string> = new Map([
  ['hostler', 'proxy'],
  ['@hostler/downstream', 'downstream'],
]);

// What turbo and pnpm say about themselves on every run: the commands, the cache, the packages.
const CHATTER = [/^\s*$/, /^> /, /^cache bypass, force executing /, /^\s*• /];

/** Reads a line of `turbo run dev`; undefined when nobody needs to see it. */
export function readTaskLine(line: string): TaskLine | undefined {
  const [, name = '', rest = ''] = /^([^\s:]+):dev: ?(.*)$/.exec(line) ?? [];
  const text = name === '' ? line : rest;
  if (CHATTER.some((pattern) => pattern.test(text))) return undefined;
  return { task: TASKS.get(name) ?? (name === '' ? 'turbo' : name), text };
}
