import type { Config } from '@hostler/config';
import type { Logger } from 'pino';
import packageJson from '../package.json' with { type: 'json' };
import type { AdminParts } from './admin/admin-parts.ts';
import { createAdminServer } from './admin/admin-server.ts';
import type { AdminServer } from './admin/admin-server.ts';
import { thisReplica } from './admin/replica.ts';
import type { Clock } from './clock.ts';
import { ConfigManager } from './control-plane/configuration/config-manager.ts';
import { loadInThread } from './control-plane/configuration/load-in-thread.ts';
import { ControlPlane } from './control-plane/control-plane.ts';
import type { DataPlaneLink } from './control-plane/data-plane-link.ts';
import { createSource } from './control-plane/discovery/create-source.ts';
import { createMetrics } from './telemetry/metrics/metrics.ts';

/** What the control side is made of besides its configuration. */
export interface ControlSideParts extends Pick<AdminParts, 'explain' | 'isServing' | 'isDraining'> {
  readonly link: DataPlaneLink;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** `null` for a configuration that came from code. */
  readonly configFile: string | null;
}

/** All that carries no traffic: the control plane, the configuration and the admin side. One a proxy. */
export class ControlSide {
  readonly control: ControlPlane;
  readonly configuration: ConfigManager;
  readonly #config: Config;
  readonly #admin: AdminServer | null;

  constructor(config: Config, parts: ControlSideParts) {
    const { link, logger, clock, random, configFile, explain, isServing, isDraining } = parts;
    const control = new ControlPlane(config, { link, clock, random, logger, discovery: createSource });
    const configuration = new ConfigManager(config, {
      load: configFile === null ? null : (present, signal) => loadInThread(configFile, { present, signal }),
      apply: (next) => control.apply(next),
      logger,
      clock,
    });
    const { version } = packageJson;
    this.control = control;
    this.configuration = configuration;
    this.#config = config;
    this.#admin =
      config.admin === false
        ? null
        : createAdminServer({
            access: config.admin,
            replica: thisReplica(version),
            control,
            configuration,
            configFile,
            explain,
            isServing,
            isDraining,
            metrics: createMetrics({ version, services: () => control.services(), configuration }),
            logger,
          });
  }

  /** Does nothing when the admin side is off. @throws ListenError */
  async openAdmin(): Promise<void> {
    const { admin } = this.#config;
    if (admin !== false) await this.#admin?.open(admin);
  }

  /** The proxy is shutting down: nothing is reloaded any more, and nobody is made to fail. */
  beginClosing(): void {
    void this.configuration.close();
    this.control.endDrills();
  }

  /** To be called when serving is over, so that `/readyz` tells to the end that this process goes. */
  async close(): Promise<void> {
    this.control.close();
    await this.#admin?.close();
  }
}
