/** Codes of `node:dns` in words that say where to look. */
const texts: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such name',
  ENODATA: 'the name has no such record',
  EAI_AGAIN: 'no name server answered',
  ETIMEOUT: 'no name server answered in time',
  ECONNREFUSED: 'the name server refuses connections',
  ESERVFAIL: 'the name server failed (SERVFAIL)',
  EREFUSED: 'the name server refused to answer (REFUSED)',
  ENOTIMP: 'the name server does not know the question (NOTIMP)',
  EFORMERR: 'the name server did not understand the question (FORMERR)',
  EBADRESP: 'the name server sent a malformed answer',
  EBADNAME: 'it is no name that can be looked up',
};

/** The system's code of an error, or ''. */
function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What went wrong, for operators. */
export function errorText(error: unknown): string {
  const code = errorCode(error);
  return texts[code] ?? (code === '' ? String(error) : `the look-up failed (${code})`);
}

/**
 * Whether an authoritative answer says that there is nothing: a headless service of Kubernetes without pods answers so,
 * and its endpoints are gone, while every other error only says that nothing could be learnt.
 */
export function isEmptyAnswer(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
