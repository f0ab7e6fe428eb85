import type { EndpointsByService } from '../control-plane/data-plane-link.ts';
import type { EndpointsSlice } from './protocol.ts';

/** Takes the receiver about a millisecond. */
const endpointsInSlice = 1_000;

/**
 * The states of endpoints in messages of bearable size. They are read as each one is asked for: what changes before is
 * in it as it is by then.
 */
export function* endpointsInSlices(all: EndpointsByService): Generator<EndpointsSlice, void> {
  let slice: EndpointsSlice[number][] = [];
  let count = 0;
  for (const entry of all) {
    slice.push(entry);
    // One for the service, which may have none.
    count += entry[1].length + 1;
    if (count < endpointsInSlice) continue;
    yield slice;
    slice = [];
    count = 0;
  }
  if (slice.length > 0) yield slice;
}
