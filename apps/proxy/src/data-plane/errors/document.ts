import { errorCatalogue } from './catalogue.ts';

/** `docs/errors.md`, made of the catalogue. */
export function errorsDocument(): string {
  const rows = Object.entries(errorCatalogue).map(([code, error]) => {
    const status = error.status === 499 ? '499 (log only)' : String(error.status);
    return `| \`${code}\` | ${status} | \`${error.type}\` | ${error.source} | ${error.message} | ${error.fix} |`;
  });
  return [
    '# Errors',
    '',
    'Generated from `apps/proxy/src/data-plane/errors/catalogue.ts`; edit that and run `pnpm generate`.',
    '',
    'Every answer that does not come from an endpoint has one of these codes: in the `error` member of its JSON body and in',
    'the `error` field of the access line. `Proxy-Status` carries the type, as registered by RFC 9209 2.3. Once the head of',
    'a response was sent, an error can only cut the connection; the code is in the access line then.',
    '',
    '| code | status | `Proxy-Status` type | source | what happened | what to do |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
