import { createProgram } from '../program.ts';

/** How a command ended, and what it said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a command finds around it. */
export interface Around {
  readonly env?: NodeJS.ProcessEnv;
  /** Addresses by name; other names are not known. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
}

/** Runs a command in this process, with an environment of its own. */
export async function inProcess(
  args: readonly string[],
  { env = {}, names = {} }: Around = {},
): Promise<Said> {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const lookUp = async (name: string): Promise<readonly string[]> => {
    const addresses = names[name];
    if (addresses === undefined) throw new Error(`getaddrinfo ENOTFOUND ${name}`);
    return addresses;
  };
  const code = await createProgram(terminal, { env, lookUp }).run(['node', 'hostler', ...args]);
  return { code, out, err };
}
