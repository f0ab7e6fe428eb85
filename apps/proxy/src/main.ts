#!/usr/bin/env node
import { createProgram } from './commands/program.ts';

// Not by an empty event loop: a log that nobody reads, or a client that does not close, must not keep the process.
process.exit(await createProgram().run(process.argv));
