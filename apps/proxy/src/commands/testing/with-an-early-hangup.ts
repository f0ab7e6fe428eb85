/** The product, which is asked to reload as soon as its entry module runs, before it has loaded anything. */
const loaded = import('../../main.ts');
process.once('newListener', () => {
  process.nextTick(() => process.kill(process.pid, 'SIGHUP'));
});
await loaded;
