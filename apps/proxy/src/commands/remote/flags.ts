/** What every command that talks to running proxies takes. */
export interface RemoteFlags {
  /** URLs of admin sides, or names of which every address is called. */
  readonly admin: readonly string[];
  readonly token?: string;
  /** Such as `10s`. */
  readonly timeout: string;
  /** Whose admin side to call when none is named. */
  readonly config?: string;
}

/** What a command needs of the process it runs in. */
export interface RemoteEnvironment {
  readonly env: NodeJS.ProcessEnv;
  /** Every address of a name. @throws when there is none */
  readonly lookUp: (name: string) => Promise<readonly string[]>;
}
