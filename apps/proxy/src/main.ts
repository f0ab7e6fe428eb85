#!/usr/bin/env node
import { createProgram } from './commands/program.ts';

process.exitCode = await createProgram().run(process.argv);
