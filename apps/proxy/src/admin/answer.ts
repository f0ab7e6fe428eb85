import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { Problem } from './problem.ts';
import type { Replica } from './replica.ts';

/** Sends what an operation answered. */
export function sendAnswer(response: Response, replica: Replica, answer: object): void {
  response.json({ replica, ...answer });
}

/** @param replica `null` for somebody who should not learn this machine's name */
export function sendProblem(response: Response, replica: Replica | null, problem: Problem): void {
  const { code, text, headers, status } = problem;
  const { message, fix, details = [] } = text;
  response.status(status).set(headers);
  // Or Node would read, and throw away, whatever else comes of a body that nobody wants.
  if (hasUnreadBody(response.req)) response.set('Connection', 'close');
  response.json({ replica, error: { code, message, fix, details } });
}

function hasUnreadBody({ headers, complete }: IncomingMessage): boolean {
  if (complete) return false;
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
