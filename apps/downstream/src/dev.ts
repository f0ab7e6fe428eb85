/**
 * The `dev` task: a process for each instance, so that one of them can be killed. `DOWNSTREAM_DEV_SERVICES` says
 * which; they end with this process, however it ends.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { USUAL_SERVICES, parseDevServices } from './dev-services.ts';

const main = join(import.meta.dirname, 'main.ts');
let stopping = false;

function start(service: string, port: number): void {
  const args = ['-p', String(port), '--service', service];
  const child = fork(main, args);
  child.on('exit', (code, signal) => {
    if (stopping) return;
    const how = signal ?? `exit code ${code}`;
    console.log(
      `${service}-${port} (pid ${child.pid}) ended: ${how}. To bring it back, in another terminal:`,
    );
    console.log(`  node apps/downstream/src/main.ts ${args.join(' ')}`);
  });
}

for (const { name, ports } of parseDevServices(process.env['DOWNSTREAM_DEV_SERVICES'] ?? USUAL_SERVICES)) {
  for (const port of ports) start(name, port);
}
// The instances get the terminal's signal themselves, and the end of this process is their sign to leave.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping = true;
    process.exit(0);
  });
}
