import type { ResponseHandler } from '../message.ts';

/** Takes every event for nothing. */
export const silent: ResponseHandler = {
  informational: () => undefined,
  upgrade: () => undefined,
  head: () => undefined,
  chunk: () => undefined,
  end: () => undefined,
};
