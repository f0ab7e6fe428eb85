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
  let signals = 0;
  // Before anything else: as the first process of a container we get no default action for a signal.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1 || downstream === undefined) process.exit(signals > 1 ? 1 : 0);
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
