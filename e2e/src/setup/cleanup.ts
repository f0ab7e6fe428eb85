import { getContainerRuntimeClient } from 'testcontainers';

/** The label that every container of a run carries, with the run's id as its value. */
export const RUN_LABEL = 'hostler.e2e.run';

/** Removes every container of this run, running, paused or stopped. */
export async function removeContainers(runId: string): Promise<void> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const left = await dockerode.listContainers({ all: true, filters: { label: [`${RUN_LABEL}=${runId}`] } });
  await Promise.all(left.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })));
}
