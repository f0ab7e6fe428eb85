#!/usr/bin/env node
import { catchSignals } from './commands/stop-reasons.ts';

const signals = catchSignals();
// Only now: to load all this takes a moment, in which nobody else would hear a signal.
const { createProgram } = await import('./commands/program.ts');
process.exitCode = await createProgram().run(process.argv, signals);
