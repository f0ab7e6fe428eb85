import * as z from 'zod';
import { errorCatalogue } from '../../data-plane/errors/catalogue.ts';
import type { ErrorCode } from '../../data-plane/errors/catalogue.ts';

export const count = z.int().min(0);
export const milliseconds = z.number().min(0);
export const percent = z.number().min(0).max(100);
export const date = z.iso.datetime().describe('ISO 8601, in UTC.');
export const names = z.array(z.string()).readonly();
export const policy = z.enum(['random', 'round-robin', 'least-requests', 'peak-ewma', 'consistent-hash']);
export const health = z.enum(['unknown', 'healthy', 'unhealthy']);
export const availability = z.enum(['available', 'backoff', 'full', 'unhealthy', 'ejected', 'drained']);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its keys are the codes, nothing else
const errorCodes = Object.keys(errorCatalogue) as ErrorCode[];
export const errorCode = z.enum(errorCodes).meta({ id: 'ErrorCode', description: 'As in docs/errors.md.' });
/** As operators may set it; the configuration has the same range. */
export const weight = z.int().min(1).max(1000);
