/** How a command ended, as the process's exit code. */
export const exit = {
  ok: 0,
  /** It was asked for something valid and could not do it. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

/** Where a command talks to a person, apart from its result on stdout. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

export const processTerminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};
