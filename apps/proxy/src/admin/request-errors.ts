import { Problem } from './problem.ts';

/**
 * What an error means that Express, or its reader of bodies, came across in a request.
 * @returns `null` for one that is a defect of ours
 */
export function problemOf(error: unknown): Problem | null {
  const { status, type } = isHttpError(error) ? error : { status: 500, type: '' };
  if (type === 'entity.too.large') return tooLarge;
  if (status === 415) return unsupported;
  // Also of a path with an escape that is none.
  return status === 400 ? malformed : null;
}

interface HttpError {
  readonly status: number;
  /** `undefined` of errors in the path. */
  readonly type?: unknown;
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

const tooLarge = new Problem('body_too_large', {
  message: 'The body is larger than any that an operation takes.',
  fix: 'Send what docs/openapi.yaml describes, and nothing else.',
});

const unsupported = new Problem('unsupported_media_type', {
  message: 'The body is compressed, or not in UTF-8.',
  fix: 'Send plain JSON in UTF-8.',
});

const malformed = new Problem('invalid_request', {
  message: 'The body is no JSON, or the path holds an escape that is none.',
  fix: 'Send JSON, and write "%" as "%25" in a path.',
});

export const defect = new Problem('internal_error', {
  message: 'Something went wrong in the proxy itself.',
  fix: "The proxy's log has it; please report it.",
});
