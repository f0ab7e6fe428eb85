// Loaded into an instance before its own code (`node --import`): prints a line for each request that must not be repeated,
// as it comes in. Lines in a file outlive the instance, and so also tell of what a killed one had begun.
import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { REQUEST_ID_FIELD } from '../traffic/request-id.ts';

subscribe('http.server.request.start', (message) => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return;
  if (!(message.request instanceof IncomingMessage) || message.request.method !== 'POST') return;
  const id = message.request.headers[REQUEST_ID_FIELD];
  if (typeof id === 'string') process.stdout.write(`${JSON.stringify({ msg: 'received', id })}\n`);
});
