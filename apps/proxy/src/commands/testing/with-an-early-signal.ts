/** The product, which gets a signal as soon as its entry module runs, before it has loaded the rest. */
const loaded = import('../../main.ts');
process.once('newListener', () => {
  process.nextTick(() => process.kill(process.pid, 'SIGTERM'));
});
await loaded;
