// `pnpm bench [MODE] [options]`: each mode is a program of its own, which reads the options after its name.

const MODES: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ['compare', () => import('./compare.ts')],
  ['resilience', () => import('./resilience/main.ts')],
  ['picks', () => import('./balancer-picks.ts')],
  ['reload', () => import('./reload.ts')],
]);

const [, , first = ''] = process.argv;
const isMode = /^[a-z]/.test(first);
const mode = MODES.get(isMode ? first : 'compare');
if (mode === undefined) {
  console.error(`There is no mode ${first}, only ${[...MODES.keys()].join(', ')}.`);
  process.exitCode = 2;
} else {
  if (isMode) process.argv.splice(2, 1);
  await mode();
}
