// A parent to be ended by a test: launches a process that would run for ever, says which, and stays.
import { createLauncher } from '../launcher.ts';

const { pid } = createLauncher(null)(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
process.stdout.write(`${pid}\n`);
setInterval(() => {}, 1_000);
