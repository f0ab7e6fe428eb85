import { basename } from 'node:path';
import type { RolldownOptions } from 'rolldown';

/**
 * How an app is bundled: workspace packages in, npm packages and Node's own modules out, so that `dist` is plain
 * JavaScript that needs nothing but the app's dependencies.
 * @param entries modules below src, without `.ts`; each becomes a file of its own name in `dist`, in no folder
 */
export function bundleApp(entries: readonly string[]): RolldownOptions {
  return {
    input: Object.fromEntries(entries.map((entry) => [basename(entry), `src/${entry}.ts`])),
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
