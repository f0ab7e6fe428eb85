import { integer } from './integer.ts';

/** A port to listen on; 0 lets the system choose a free one. */
export const listenerPort = integer({
  noun: 'a port',
  minimum: 0,
  maximum: 65_535,
  fix: 'use a port from 1 to 65535, or 0 for any free one',
});

/** A port to dial. */
export const endpointPort = integer({
  noun: 'a port',
  minimum: 1,
  maximum: 65_535,
  fix: 'use the port that the instance listens on, from 1 to 65535',
});
