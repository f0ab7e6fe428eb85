import { connect } from 'node:net';
import type { HealthCheckConfig } from '@hostler/config';
import type { Clock } from '../../clock.ts';
import { connectErrorCode } from '../../data-plane/forwarding/upstream-client/index.ts';
import { failureText } from './probe.ts';
import type { Probe } from './probe.ts';

/**
 * A check by connecting and closing again. It sees a process that is gone and a machine that cannot be reached; not
 * one that hangs, whose kernel still takes connections, nor one that answers badly.
 */
export function tcpProbe(check: Pick<HealthCheckConfig, 'timeoutMs'>, clock: Clock): Probe {
  return ({ address, port }, done) => {
    const socket = connect({ host: address, port });
    const cancel = (): void => {
      timer.close();
      socket.removeAllListeners('connect');
      // Further errors, of addresses that were tried side by side, are of no interest.
      socket.removeAllListeners('error').on('error', () => {});
      socket.destroy();
    };
    const finish = (error: string | null): void => {
      cancel();
      done(error);
    };
    const timer = clock.setTimeout(() => {
      finish(`timeout: no connection within ${check.timeoutMs} ms`);
    }, check.timeoutMs);
    socket.on('connect', () => {
      finish(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(failureText(connectErrorCode(error), error.code ?? error.message));
    });
    return cancel;
  };
}
