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
  const { port, ...options } = result.options;
  let downstream: Downstream | undefined;
  let stopping = false;
  // Before anything else: as the first process of a container we get no default action for a signal.
  for (const [signal, number] of [
    ['SIGTERM', 15],
    ['SIGINT', 2],
  ] as const) {
    process.on(signal, () => {
      // Whoever sends a second one does not want to wait; before the first instance there is nothing to wait for.
      if (stopping || downstream === undefined) process.exit(128 + number);
      stopping = true;
      void downstream.close().then(() => process.exit(0));
    });
  }
  try {
    downstream = await startDownstream({ ...options, ports: port });
    for (const { service, instance, address, port: bound } of downstream.instances) {
      process.stdout.write(
        `${JSON.stringify({ msg: 'listening', service, instance, address, port: bound })}\n`,
      );
    }
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    process.stderr.write(`downstream: ${error.message}\n`);
    process.exitCode = 1;
  }
}
