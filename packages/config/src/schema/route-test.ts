import * as z from 'zod';
import { expectedFieldMap, fieldMap } from '../values/field-map.ts';
import type { ExpectedFieldMap, FieldMap } from '../values/field-map.ts';
import { integer } from '../values/integer.ts';
import { method, requestTarget, requestUrl } from '../values/request-line.ts';
import { errorCode, text } from '../values/text.ts';
import { serviceName } from '../values/words.ts';
import { field } from './field.ts';

type WrittenFields = Readonly<Record<string, string | number | boolean>>;
type WrittenExpectedFields = Readonly<Record<string, string | number | boolean | null>>;

const requestSchema = z
  .strictObject({
    url: field<string, string>(requestUrl).describe('Where the request goes; its host is the Host.'),
    method: field<string, string>(method).prefault('GET').describe('Its method.'),
    headers: field<WrittenFields, FieldMap>(fieldMap).prefault({}).describe('Header fields beside Host.'),
  })
  .describe('The request of the test. Nothing is sent anywhere.');

const expectSchema = z
  .strictObject({
    service: field<string, string>(serviceName).optional().describe('The service that takes it.'),
    path: field<string, string>(requestTarget)
      .optional()
      .describe('The path and query that an endpoint would be sent.'),
    headers: field<WrittenExpectedFields, ExpectedFieldMap>(expectedFieldMap)
      .prefault({})
      .describe('Header fields that an endpoint would be sent, `null` for one that must not be there.'),
    error: field<string, string>(errorCode)
      .optional()
      .describe(
        'The error that the proxy answers with, by its code in `docs/errors.md` or its RFC 9209 type.',
      ),
    status: field<number | string, number>(integer({ noun: 'a status', minimum: 400, maximum: 599 }))
      .optional()
      .describe('The status of that error.'),
  })
  .describe('What must come of it; at least one key.');

/** An entry of `proxy.tests` */
export const routeTestSchema = z
  .strictObject({
    name: field<string, string>(text).optional().describe('What it shows, for the report.'),
    request: requestSchema,
    expect: expectSchema,
  })
  .describe(
    'One request and what must come of it. It runs through the same functions as a real one and stops before an endpoint is chosen, so ' +
      'that it never depends on health.',
  );
