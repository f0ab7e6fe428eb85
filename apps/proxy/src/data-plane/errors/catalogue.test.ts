import { STATUS_CODES } from 'node:http';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from './catalogue.ts';
import { errorsDocument } from './document.ts';

/** RFC 9209 2.3, those that say how a message or a connection failed, or that we answer by ourselves. */
const registered = [
  'dns_timeout',
  'dns_error',
  'destination_not_found',
  'destination_unavailable',
  'destination_ip_prohibited',
  'destination_ip_unroutable',
  'connection_refused',
  'connection_terminated',
  'connection_timeout',
  'connection_read_timeout',
  'connection_write_timeout',
  'connection_limit_reached',
  'http_request_error',
  'http_request_denied',
  'http_response_incomplete',
  'http_response_timeout',
  'http_upgrade_failed',
  'http_protocol_error',
  'proxy_internal_error',
  'proxy_internal_response',
  'proxy_configuration_error',
  'proxy_loop_detected',
];

const errors = Object.entries(errorCatalogue);

describe('the catalogue of errors', () => {
  it.each(errors)(
    '%s has a registered type, a status that has a name, and says what to do',
    (_code, error) => {
      expect(registered).toContain(error.type);
      expect(error.status === 499 || String(error.status) in STATUS_CODES).toBe(true);
      expect([error.message.at(-1), error.fix.at(-1)]).toEqual(['.', '.']);
    },
  );

  it.each(errors)('%s blames whoever its status blames', (_code, { status, source }) => {
    const blamed = status === 501 || status < 500 ? ['client'] : ['proxy', 'upstream'];
    expect(blamed).toContain(source);
  });

  it('has a row of its document for each error', () => {
    const rows = errorsDocument()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.map((row) => /^\| `(\w+)`/.exec(row)?.[1])).toEqual(Object.keys(errorCatalogue));
    expect(errorsDocument()).toContain('499 (log only)');
  });
});
