import type { ServerResponse } from 'node:http';

/** Resolves when the response takes more again, or never will. */
export function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle);
      gone.removeEventListener('abort', settle);
      resolve();
    };
    response.on('drain', settle);
    gone.addEventListener('abort', settle);
  });
}
