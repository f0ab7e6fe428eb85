// Loaded into a process before its own code (`node --import`): measures how long its event loop is held up. Sent
// 'reset' it begins anew, sent anything else it answers with the longest pause since, in milliseconds.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// Threads of the process load this too.
if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  process.on('message', (order) => {
    if (order === 'reset') delays.reset();
    else process.send?.({ maxPauseMs: delays.max / 1e6 });
  });
  // Whoever measures is gone: nobody else would end the process.
  process.on('disconnect', () => process.exit());
  // Whoever measures must not keep the process.
  process.channel?.unref();
}
