import type { RolldownOptions } from 'rolldown';

/**
 * How an app is bundled: workspace packages in, npm packages and Node's own modules out, so that `dist` is plain
 * JavaScript that needs nothing but the app's dependencies.
 */
export function bundleApp(entries: readonly string[]): RolldownOptions {
  return {
    input: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])),
    platform: 'node',
    external: (id: string) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('@hostler/'),
    output: {
      dir: 'dist',
      format: 'esm',
      sourcemap: true,
      cleanDir: true,
      chunkFileNames: '[name]-[hash].js',
    },
  };
}
