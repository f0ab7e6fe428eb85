import type { ServerResponse } from 'node:http';
import type { Field } from './behaviours/header.ts';

/** Answers with JSON and ends the response. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  fields: readonly Field[] = [],
): void {
  const body = Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  for (const [name, fieldValue] of fields) response.setHeader(name, fieldValue);
  response.end(body);
}
