import type { Logger } from 'pino';
import { errorCatalogue } from '../data-plane/errors/catalogue.ts';
import type { RequestRecord } from './request-record.ts';

/** Writes one line for each request, whatever became of it. */
export type AccessLog = (record: RequestRecord, durationMs: number) => void;

/** @returns `null` when access lines are off, so that the data plane pays one comparison. */
export function createAccessLog(logger: Logger, enabled: boolean): AccessLog | null {
  if (!enabled) return null;
  return (record, durationMs) => {
    const line = {
      requestId: record.id,
      method: record.method,
      host: record.host,
      path: record.target,
      status: record.status,
      requestBytes: record.requestBytes,
      bytes: record.responseBytes,
      durationMs: Math.round(durationMs * 1000) / 1000,
      service: record.service,
      endpoint: record.endpoint,
      attempts: record.attempts,
      client: record.client,
    };
    if (record.error === null) {
      logger.info(line, 'request');
      return;
    }
    const failed = { ...line, error: record.error, detail: record.detail };
    if (errorCatalogue[record.error].source === 'client') logger.info(failed, 'request');
    else logger.warn(failed, 'request');
  };
}
