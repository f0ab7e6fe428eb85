/** The product, whose workers throw on SIGUSR2. */
process.env['NODE_OPTIONS'] = `--import ${import.meta.resolve('./defect-on-signal.ts')}`;
await import('../../main.ts');
