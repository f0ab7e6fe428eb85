import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { readableLog } from './build-log.ts';

/** The tags of the images under test. */
export interface Images {
  readonly proxy: string;
  readonly downstream: string;
}

const LOG_LINES_SHOWN = 60;

/** The tags that a run gives them; of that run alone, so that a build that fails can never leave an older image in use. */
export function imagesOf(runId: string): Images {
  return { proxy: `hostler-e2e-proxy:${runId}`, downstream: `hostler-e2e-downstream:${runId}` };
}

/** Builds both images under the tags of that run. */
export async function buildImages(runId: string): Promise<Images> {
  const images = imagesOf(runId);
  const failed = new AbortController();
  try {
    await Promise.all([
      buildImage('apps/proxy/Dockerfile', images.proxy, failed.signal),
      buildImage('apps/downstream/Dockerfile', images.downstream, failed.signal),
    ]);
  } finally {
    // Where one failed, the other would go on for nobody.
    failed.abort();
  }
  return images;
}

async function buildImage(dockerfile: string, tag: string, signal: AbortSignal): Promise<void> {
  const script = join(import.meta.dirname, 'build-image.ts');
  const env = { ...process.env, DEBUG: 'testcontainers:build' };
  const { ok, output } = await new Promise<{ ok: boolean; output: string }>((resolve) => {
    execFile(
      process.execPath,
      [script, dockerfile, tag],
      { env, signal, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({ ok: error === null, output: stdout + stderr });
      },
    );
  });
  if (ok) return;
  const tail = readableLog(output).split('\n').slice(-LOG_LINES_SHOWN).join('\n');
  throw new Error(`${dockerfile} does not build; the end of its log:\n${tail}`);
}
