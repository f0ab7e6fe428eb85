/** Every way in which the admin side refuses, with its status. Callers may rely on the codes. */
const statuses = {
  invalid_request: 400,
  token_missing: 401,
  token_wrong: 401,
  host_not_allowed: 403,
  cross_site: 403,
  origin_not_allowed: 403,
  api_off: 404,
  path_not_found: 404,
  service_not_found: 404,
  endpoint_not_found: 404,
  method_not_allowed: 405,
  drill_running: 409,
  endpoint_unavailable: 409,
  no_config_file: 409,
  too_few_endpoints: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  config_invalid: 422,
  tests_failed: 422,
  internal_error: 500,
  reload_failed: 500,
} as const;

export type ProblemCode = keyof typeof statuses;

// Its keys are the codes, nothing else.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const problemCodes = Object.keys(statuses) as ProblemCode[];

/** What a refusal says. */
export interface ProblemText {
  readonly message: string;
  /** What the caller can do about it. */
  readonly fix: string;
  /** More of it, a line each. */
  readonly details?: readonly string[];
}

/** Why something was not done. A value that operations return, never thrown. */
export class Problem {
  readonly code: ProblemCode;
  readonly text: ProblemText;
  /** Fields that its answer has besides. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, text: ProblemText, headers: Readonly<Record<string, string>> = {}) {
    this.code = code;
    this.text = text;
    this.headers = headers;
  }

  get status(): number {
    return statusOf(this.code);
  }
}

export function statusOf(code: ProblemCode): number {
  return statuses[code];
}
