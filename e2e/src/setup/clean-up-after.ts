/**
 * `node clean-up-after.ts RUN`: waits until its stdin ends, which it does when the run is over or its process is gone
 * in whatever way, then removes what the run made.
 */
import { removeRun } from './cleanup.ts';

const [runId] = process.argv.slice(2);
if (runId === undefined) throw new Error('usage: clean-up-after.ts RUN');

process.stdin.resume();
process.stdin.on('end', () => {
  void removeRun(runId);
});
