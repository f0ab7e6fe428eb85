import { pid } from 'node:process';

/** Who answers: what makes one simulated instance different from the next. */
export interface Identity {
  readonly service: string;
  readonly instance: string;
  /** The address it listens on. */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
}

/** The identity of an instance that listens on `port`; its name is derived from service and port unless given. */
export function identify(
  service: string,
  instance: string | undefined,
  listening: { readonly address: string; readonly port: number },
): Identity {
  const { address, port } = listening;
  return { service, instance: instance ?? `${service}-${port}`, address, port, pid };
}
