/** Entry of a worker's process; see fork-worker.ts. */

// They come to every process of a terminal or a control group. The primary says what becomes of them here.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
// Only now: to load all this takes a moment, in which a signal would end the process.
const { work } = await import('./worker.ts');
work();
