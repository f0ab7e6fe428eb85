/** Loaded by a worker before its program. */
process.on('SIGUSR2', () => {
  throw new Error('injected exception');
});
