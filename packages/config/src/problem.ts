/** Keys and list positions that lead from the top of the document to a value. */
export type Path = readonly (string | number)[];

/** What sort of mistake it is; stable, so that tools can tell them apart without reading the words. */
export type ProblemKind =
  | 'file'
  | 'syntax'
  | 'environment'
  | 'unknown-key'
  | 'not-built-yet'
  | 'invalid'
  | 'conflict';

/** One mistake, before anybody knows on which line it stands. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly path: Path;
  /** Whether the finger points at the value, or at the key that should not be there. */
  readonly at: 'key' | 'value';
  readonly got: string;
  readonly expected: string;
  /** What to type instead, as an order: `write "30s"`. */
  readonly fix: string;
  /** The other half of a conflict; its line is added to `got`. */
  readonly relatedPath?: Path;
  /** Where it stands in the text, for mistakes that no path leads to. */
  readonly offset?: number;
}

/** A path as people write it: `proxy.services[3].hosts[0].port`. The top of the document is ''. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}
