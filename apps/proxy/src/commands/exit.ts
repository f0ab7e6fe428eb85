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
  /** `err` is a screen, on which a line may be written over. @default false */
  readonly isScreen?: boolean;
}

/** The process's own; a reader who has left, as `head` does, is no reason to fail. */
export const processTerminal: Terminal = {
  out: (text) => {
    write(process.stdout, text);
  },
  err: (text) => {
    write(process.stderr, text);
  },
  isScreen: process.stderr.isTTY,
};

function write(stream: NodeJS.WriteStream, text: string): void {
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  stream.write(text);
}
