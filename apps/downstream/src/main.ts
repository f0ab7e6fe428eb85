#!/usr/bin/env node
import { readArguments } from './cli.ts';
import { ListenError } from './listen.ts';
import { startDownstream } from './start-downstream.ts';
import type { Downstream } from './start-downstream.ts';

const result = readArguments(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
if ('exitCode' in result) {
  process.exitCode = result.exitCode;
} else {
  const { port, logRequests, ...options } = result.options;
  const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  let downstream: Downstream | undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void (downstream?.close() ?? Promise.resolve()).then(() => process.exit(0));
  };
  // Before anything else: as the first process of a container we get no default action for a signal.
  for (const [signal, number] of [
    ['SIGTERM', 15],
    ['SIGINT', 2],
  ] as const) {
    process.on(signal, () => {
      // Whoever sends a second one does not want to wait.
      if (stopping) process.exit(128 + number);
      stop();
    });
  }
  // Forked, as by dev.ts: end with the parent, however that ended. The channel alone keeps nothing alive.
  process.on('disconnect', stop);
  process.channel?.unref();
  try {
    downstream = await startDownstream({
      ...options,
      ports: port,
      ...(logRequests ? { onRequest: (arrival) => print({ msg: 'request', ...arrival }) } : {}),
    });
    for (const { service, instance, address, port: bound, pid } of downstream.instances) {
      print({ msg: 'listening', service, instance, address, port: bound, pid });
    }
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    process.stderr.write(`downstream: ${error.message}\n`);
    process.exitCode = 1;
  }
}
