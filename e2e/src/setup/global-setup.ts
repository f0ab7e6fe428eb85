import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getContainerRuntimeClient } from 'testcontainers';
import type { TestProject } from 'vitest/node';
import { startCleaner } from './cleaner.ts';
import { RUN_LABEL } from './cleanup.ts';
import { decide, engineAnswers, readMode } from './engine.ts';
import { buildImages } from './images.ts';
import type { Images } from './images.ts';

/** What the suites of a run share. */
export interface Run {
  /** Names and labels everything that the run makes. */
  readonly id: string;
  readonly images: Images;
  /** The network that all its containers are on. */
  readonly network: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where the container suites are skipped. */
    run: Run | null;
  }
}

/** Builds the images and makes the network once for all suites; what it returns cleans up and waits for it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const verdict = await decide(readMode(process.env['HOSTLER_E2E']), engineAnswers);
  // `pnpm test` reads this and says loudly what was not tested.
  const report = join(project.config.root, '.report');
  mkdirSync(report, { recursive: true });
  writeFileSync(join(report, 'engine.json'), JSON.stringify(verdict.run ? {} : { skipped: verdict.reason }));
  if (!verdict.run) {
    console.warn(`\nThe container suites are skipped. ${verdict.reason}\n`);
    project.provide('run', null);
    return () => Promise.resolve();
  }

  const id = randomUUID().slice(0, 8);
  const finish = startCleaner(id);
  try {
    const startedAt = Date.now();
    const images = await buildImages(id);
    console.log(`built both images in ${Math.round((Date.now() - startedAt) / 1000)} s`);
    project.provide('run', { id, images, network: await createNetwork(id) });
  } catch (error) {
    await finish();
    throw error;
  }
  return finish;
}

async function createNetwork(runId: string): Promise<string> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const name = `e2e-${runId}`;
  await dockerode.createNetwork({ Name: name, Labels: { [RUN_LABEL]: runId } });
  return name;
}
