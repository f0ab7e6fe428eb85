import { isIP } from 'node:net';
import * as z from 'zod';
import { methodPattern } from '../../explain/asked-request.ts';
import { readHeaderLines } from '../../explain/header-lines.ts';
import { nothing, operation } from '../operation.ts';
import { Problem } from '../problem.ts';
import { explanation } from '../schemas/explanation.ts';

const headerLine = z.string();

export const explainRequest = operation({
  method: 'get',
  path: '/explain',
  id: 'explainRequest',
  summary: 'What would become of a request.',
  description:
    'Runs it through the functions that serve requests, up to the point where it would be sent: the host and path as they are routed, every route and why it lost, the endpoints as they are now, the pick, timeouts, retries and the header fields that would be sent.',
  params: nothing,
  query: z.strictObject({
    url: z.string().describe('Absolute, of http or https, percent-encoded as a parameter.'),
    method: z.string().regex(methodPattern, 'expected a method such as GET').default('GET'),
    header: z
      .union([headerLine, z.array(headerLine)])
      .default([])
      .describe('`Name: value`; may be there several times.'),
    from: z
      .string()
      .refine((address) => isIP(address) !== 0, 'expected an IP address')
      .default('127.0.0.1')
      .describe('The address that it comes from.'),
  }),
  body: null,
  answer: z.strictObject({ explanation }),
  problems: ['invalid_request'],
  scope: null,
  run: ({ explain }, { query }) => {
    const lines = readHeaderLines([query.header].flat());
    if (!lines.ok) return badHeader(lines.wrong);
    const { url, method, from } = query;
    const explained = explain({ url, method, from, headers: lines.headers });
    return explained === null ? badUrl(url) : { explanation: explained };
  },
});

function badHeader(line: string): Problem {
  return new Problem('invalid_request', {
    message: `"${line}" is no header field.`,
    fix: 'Write header=Name: value, percent-encoded as a parameter.',
  });
}

function badUrl(url: string): Problem {
  return new Problem('invalid_request', {
    message: `Cannot explain "${url}".`,
    fix: 'Write a whole URL such as http://shop.example.com/path.',
  });
}
