/**
 * Writes every generated file of the repository. With --check it writes nothing and fails if one of them is not what
 * it would write.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { format } from 'oxfmt';
import type { FormatConfig } from 'oxfmt';
import { generatedFiles } from './generated-files.ts';
import type { GeneratedFile } from './generated-files.ts';

const root = join(import.meta.dirname, '..');
const formatted = new Set(['.json', '.yaml', '.yml']);

/** The files whose text on disk is not what their code writes, with what it writes. */
export async function drifted(
  files: readonly GeneratedFile[],
  directory: string,
): Promise<Map<string, string>> {
  const rendered = await Promise.all(files.map(async (file) => [file.path, await render(file)] as const));
  return new Map(rendered.filter(([path, text]) => readIfThere(join(directory, path)) !== text));
}

async function render({ path, render: text }: GeneratedFile): Promise<string> {
  const raw = await text();
  if (!formatted.has(extname(path))) return raw;
  const { code, errors } = await format(path, raw, formatOptions());
  if (errors.length > 0) throw new Error(`${path} cannot be formatted: ${JSON.stringify(errors)}`);
  return code;
}

/** The formatter's API looks for no configuration, so it gets the one that `pnpm format` uses. */
function formatOptions(): FormatConfig {
  // The file is the formatter's own configuration, which it checks itself.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as FormatConfig;
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

async function main(args: readonly string[]): Promise<number> {
  const check = args.length === 1 && args[0] === '--check';
  if (args.length > 0 && !check) {
    console.error('usage: node scripts/generate.ts [--check]');
    return 2;
  }
  const changes = await drifted(generatedFiles, root);
  if (check) return report([...changes.keys()]);
  for (const [path, text] of changes) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  if (changes.size === 0) console.log('Nothing to do: every generated file is up to date.');
  return 0;
}

function report(paths: readonly string[]): number {
  if (paths.length === 0) {
    console.log(`${generatedFiles.length} generated files are up to date.`);
    return 0;
  }
  for (const path of paths) console.error(`${path} is not what its source generates.`);
  console.error('Run "pnpm generate" and commit the result.');
  return 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
