import { getContainerRuntimeClient } from 'testcontainers';
import { imagesOf } from './images.ts';

/** The label that every container and network of a run carries, with the run's id as its value. */
export const RUN_LABEL = 'hostler.e2e.run';

/**
 * Removes everything that a run made: its containers, running, paused or stopped, its networks and its images. The
 * layers of the images stay, so that the next build finds them cached.
 */
export async function removeRun(runId: string): Promise<void> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const filters = { label: [`${RUN_LABEL}=${runId}`] };
  const containers = await dockerode.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })));
  const networks = await dockerode.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).remove()));
  const { proxy, downstream } = imagesOf(runId);
  const images = await dockerode.listImages({ filters: { reference: [proxy, downstream] } });
  await Promise.all(
    images.flatMap(({ RepoTags = [] }) =>
      RepoTags.map((tag) => dockerode.getImage(tag).remove({ force: true, noprune: true })),
    ),
  );
}
