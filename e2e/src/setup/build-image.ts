/**
 * Builds one image from the repository: `node build-image.ts DOCKERFILE TAG`. A process of its own, because the
 * builder tells what went wrong only in its debug log, which its parent keeps for the case that it fails.
 */
import { join } from 'node:path';
import { GenericContainer } from 'testcontainers';

const [dockerfile, tag] = process.argv.slice(2);
if (dockerfile === undefined || tag === undefined) throw new Error('usage: build-image.ts DOCKERFILE TAG');

const repository = join(import.meta.dirname, '../../..');
await GenericContainer.fromDockerfile(repository, dockerfile).build(tag, { deleteOnExit: false });
