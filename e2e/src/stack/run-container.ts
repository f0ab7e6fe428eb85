import { GenericContainer } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { RUN_LABEL } from '../setup/cleanup.ts';
import type { Run } from '../setup/global-setup.ts';

/**
 * A container of the run: labelled so that the run removes it whatever happens, and on the run's network under a name
 * that the others resolve.
 */
export class RunContainer extends GenericContainer {
  static #made = 0;
  /** The name that other containers of the run reach it by. */
  readonly dnsName: string;
  readonly #output: string[] = [];

  constructor(run: Run, image: string, name: string) {
    super(image);
    // Numbered, so that one left by a suite that failed is in nobody's way.
    RunContainer.#made += 1;
    this.dnsName = `e2e-${run.id}-${process.pid}-${RunContainer.#made}-${name}`;
    this.withName(this.dnsName)
      .withLabels({ [RUN_LABEL]: run.id })
      .withNetworkMode(run.network)
      // As in Kubernetes' restricted profile, which the images must run under.
      .withDroppedCapabilities('ALL')
      .withSecurityOpt('no-new-privileges')
      .withLogConsumer((stream) => {
        stream.on('data', (chunk: string) => this.#output.push(chunk));
      });
  }

  /** Mounts the image's own files read-only, as `docker run --read-only` does. */
  withReadOnlyRoot(): this {
    this.hostConfig.ReadonlyRootfs = true;
    return this;
  }

  /** What its processes wrote to stdout and stderr so far; the engine hands it over a moment after it was written. */
  get output(): string {
    return this.#output.join('');
  }

  override async start(): Promise<StartedTestContainer> {
    try {
      return await super.start();
    } catch (error) {
      // The engine's container is gone by now, and its output would be with it.
      throw new Error(`${this.dnsName} did not start; its output:\n${this.output}`, { cause: error });
    }
  }
}
