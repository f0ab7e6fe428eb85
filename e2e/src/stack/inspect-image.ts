import { getContainerRuntimeClient } from 'testcontainers';

/** What the engine knows of an image. */
export interface ImageFacts {
  readonly user: string;
  readonly entrypoint: readonly string[];
  /** What the image's own layers weigh, without those of its base. @unit bytes */
  readonly addedBytes: number;
}

/** Looks an image up by its tag. */
export async function inspectImage(tag: string): Promise<ImageFacts> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const image = dockerode.getImage(tag);
  const { Config, Size, RootFS } = await image.inspect();
  const history: unknown = await image.history();
  if (!isHistory(history)) throw new Error(`${tag} has no history`);
  // Newest first; our part of the file begins with the last instruction that is certainly ours.
  const ours = history.slice(
    0,
    history.findIndex(({ CreatedBy }) => CreatedBy.includes('NODE_ENV=production')) + 1,
  );
  if (ours.length === 0)
    throw new Error(`${tag} (${Size} bytes, ${RootFS.Layers?.length} layers) has no layer of ours`);
  return {
    user: Config.User,
    entrypoint: [Config.Entrypoint ?? []].flat(),
    addedBytes: ours.reduce((sum, layer) => sum + layer.Size, 0),
  };
}

interface Layer {
  readonly CreatedBy: string;
  readonly Size: number;
}

/** The engine's answer is untyped; its entries are as documented wherever there are any. */
function isHistory(value: unknown): value is readonly Layer[] {
  return Array.isArray(value) && value.length > 0;
}
