import type { Logger } from 'pino';
import type { ConfigManager } from '../control-plane/configuration/config-manager.ts';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import type { AskedRequest } from '../explain/asked-request.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Metrics } from '../telemetry/metrics/metrics.ts';
import type { Access } from './access/guard.ts';
import type { Replica } from './replica.ts';

/** What the admin side shows and steers. */
export interface AdminParts {
  /** Who is let in. */
  readonly access: Access;
  readonly replica: Replica;
  readonly control: Pick<ControlPlane, 'services' | 'service' | 'drain' | 'undrain' | 'setWeight' | 'drill'>;
  readonly configuration: Pick<ConfigManager, 'current' | 'history' | 'lastResult' | 'reload'>;
  /** The file that a reload reads; `null` for a configuration that came from code. */
  readonly configFile: string | null;
  /** @returns `null` when the URL cannot be read */
  readonly explain: (question: AskedRequest) => Explanation | null;
  /** There is a process that takes requests; `/readyz` says when there is none. */
  readonly isServing: () => boolean;
  /** Shutting down: `/readyz` says so. */
  readonly isDraining: () => boolean;
  readonly metrics: Pick<Metrics, 'contentType' | 'read'>;
  readonly logger: Logger;
}
