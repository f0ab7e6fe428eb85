import type { IncomingMessage } from 'node:http';
import { cacheFields } from './behaviours/cache-fields.ts';
import { evaluateConditions, evaluateIfRange } from './behaviours/conditional.ts';
import type { Validators } from './behaviours/conditional.ts';
import type { Field } from './behaviours/header.ts';
import { multipartBody } from './behaviours/multipart.ts';
import { parseRange } from './behaviours/ranges.ts';
import type { Asked } from './behaviours/registry.ts';
import { emptyBody, sliceBody, textBody } from './body/body-source.ts';
import type { BodySource } from './body/body-source.ts';
import { patternBody } from './body/pattern-body.ts';

/** A response that is decided but not yet sent. */
export interface Reply {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly fields: readonly Field[];
  readonly body: BodySource;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** Decides the response to a request: the echo or what was asked for in its place, then the request's conditions,
 *  then its ranges, in the order of RFC 9110 13.2.2. */
export function decideReply(
  request: IncomingMessage,
  asked: Asked,
  describe: () => unknown,
  nowMs: number,
): Reply {
  const whole = wholeReply(asked, describe);
  const validators = validatorsOf(asked);
  // RFC 9110 13.2.1: conditions count only where the answer would be a success without them.
  if (whole.status < 200 || whole.status > 299) return whole;
  const verdict = evaluateConditions(request.method ?? '', request.headers, validators, nowMs);
  if (verdict === 304) return { ...whole, status: 304, contentType: undefined, body: emptyBody };
  if (verdict === 412)
    return { ...whole, status: 412, contentType: TEXT_TYPE, body: textBody('a condition failed\n') };
  const servesRanges = asked.ranges ?? asked.size !== undefined;
  return servesRanges ? withRange(request, whole, validators, nowMs) : whole;
}

function wholeReply(asked: Asked, describe: () => unknown): Reply {
  const sized = asked.size !== undefined;
  return {
    status: asked.status ?? 200,
    contentType: sized ? TEXT_TYPE : JSON_TYPE,
    fields: [...cacheFields(asked), ...(asked.header ?? [])],
    body: sized ? patternBody(asked.size) : textBody(`${JSON.stringify(describe(), undefined, 2)}\n`),
  };
}

function validatorsOf(asked: Asked): Validators {
  const lastModifiedMs = asked['last-modified'];
  return {
    ...(asked.etag === undefined ? {} : { etag: asked.etag }),
    ...(lastModifiedMs === undefined ? {} : { lastModifiedMs }),
  };
}

function withRange(request: IncomingMessage, whole: Reply, validators: Validators, nowMs: number): Reply {
  const offered: Reply = { ...whole, fields: [['Accept-Ranges', 'bytes'], ...whole.fields] };
  const { range, 'if-range': ifRange } = request.headers;
  // RFC 9110 14.2: a range of another method, or of a response that is not the whole, has no meaning.
  if (range === undefined || request.method !== 'GET' || whole.status !== 200) return offered;
  if (!evaluateIfRange(one(ifRange), validators, nowMs)) return offered;

  const { size } = whole.body;
  const parts = parseRange(range, size);
  if (parts === 'ignore') return offered;
  if (parts === 'unsatisfiable') {
    const fields: Field[] = [...offered.fields, ['Content-Range', `bytes */${size}`]];
    return {
      status: 416,
      contentType: TEXT_TYPE,
      fields,
      body: textBody('no part of that range is there\n'),
    };
  }
  const [first] = parts;
  if (first !== undefined && parts.length === 1) {
    const fields: Field[] = [
      ...offered.fields,
      ['Content-Range', `bytes ${first.start}-${first.end - 1}/${size}`],
    ];
    return { ...offered, status: 206, fields, body: sliceBody(whole.body, first.start, first.end) };
  }
  const { contentType, body } = multipartBody(whole.body, parts, whole.contentType ?? TEXT_TYPE);
  return { ...offered, status: 206, contentType, body };
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
