import { substitute } from './environment.ts';
import type { Environment } from './environment.ts';
import type { Place, Places } from './places.ts';

/** As for the whole language; see compose.ts. */
const deepestNesting = 100;

/** All but printable ASCII and letters of other languages, in which U+2028 and U+2029 end lines for JavaScript alone. */
const unusual = /[^\n\u0020-\u007e\u00a1-\u2027\u202a-\ud7ff]/;

/** A scalar that can mean only one thing: without spaces, or in quotes without escapes. */
const scalar = String.raw`[\w$/](?:[\w$/.:@%+={}*-]*[\w$/.@%+={}*-])?|'[^'\n]*'|"[^"\\\n]*"`;

/** Indentation; dash; key; the key's scalar; a scalar alone. */
const lineFormat = new RegExp(
  String.raw`^( *)(- +)?(?:([A-Za-z][\w-]*):(?: +(${scalar}))?|(${scalar}))? *(?:(?<![^ \n])#.*)?$`,
  'gm',
);

/** Strings that begin with a digit and that nobody takes for a number: addresses, durations, sizes, ranges, shares. */
const noNumber = /^\d+(?:(?:\.\d+){3}|ms|s|m|h|KiB|MiB|GiB|%|-\d+)$/;

const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;

/** Words that YAML reads as something else than text, in any case. */
const word = /^(?:true|false|null|y|n|yes|no|on|off)$/i;

interface Line {
  readonly indent: number;
  /** Column of what follows the dash of a list's entry; `null` without a dash. */
  readonly inner: number | null;
  readonly key: string | null;
  /** As written; `null` when there is none. */
  readonly scalar: string | null;
  /** Offset of the key or, without one, of the scalar. */
  readonly at: number;
}

/** Thrown, and caught below, at the first thing that is not in the subset. */
const unknown = Symbol('not in the subset');

/**
 * Reads the part of YAML in which most configurations are written: block maps and lists, and scalars of one line. Ten
 * times as fast as the whole language, which is what makes a reload of ten thousand services take less than a second.
 * @param places filled with where each value stands, for those who will ask
 * @returns `null` for everything else, mistakes included: then the whole language decides
 */
export function readBlockText(
  text: string,
  environment: Environment,
  places: Places | null = null,
): { readonly value: unknown } | null {
  if (unusual.test(text)) return null;
  try {
    return { value: new BlockReader(text, environment, places).document() };
  } catch (error) {
    if (error === unknown) return null;
    throw error;
  }
}

class BlockReader {
  readonly #source: string;
  readonly #lines: Iterator<RegExpExecArray>;
  readonly #environment: Environment;
  readonly #places: Places | null;
  #at = 0;
  #line: Line | null = null;
  #depth = 0;

  constructor(text: string, environment: Environment, places: Places | null) {
    this.#source = text;
    this.#lines = text.matchAll(lineFormat);
    this.#environment = environment;
    this.#places = places;
    this.#next();
  }

  document(): unknown {
    if (this.#line?.indent !== 0) throw unknown;
    const start = startOf(this.#line);
    const value = this.#block(0);
    if (this.#line !== null) throw unknown;
    this.#places?.begin(value, start);
    return value;
  }

  #block(indent: number): unknown {
    if (++this.#depth > deepestNesting) throw unknown;
    const value = this.#line?.inner === null ? this.#map(indent) : this.#list(indent);
    this.#depth -= 1;
    // What is indented further is a scalar of several lines, or a mistake.
    if (this.#line !== null && this.#line.indent > indent) throw unknown;
    return value;
  }

  #list(indent: number): unknown[] {
    const list: unknown[] = [];
    for (;;) {
      const line = this.#line;
      if (line === null || line.indent !== indent || line.inner === null) return list;
      this.#note(list, list.length, { key: null, value: line.at });
      if (line.key !== null) {
        this.#line = { ...line, indent: line.inner, inner: null };
        list.push(this.#block(line.inner));
      } else {
        list.push(this.#scalar(line.scalar));
        this.#next();
      }
      if (this.#isDeeper(indent)) throw unknown;
    }
  }

  #map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (;;) {
      const line = this.#line;
      if (line === null || line.indent < indent) return map;
      const { key, scalar: written, inner } = line;
      if (line.indent > indent || inner !== null || key === null || word.test(key) || key in map)
        throw unknown;
      this.#next();
      if (this.#places !== null) this.#note(map, key, { key: line.at, value: this.#valueOf(line, key) });
      if (written !== null) map[key] = this.#scalar(written);
      else map[key] = this.#below(indent);
      if (written !== null && this.#isDeeper(indent)) throw unknown;
    }
  }

  #note(container: object, step: string | number, place: Place): void {
    this.#places?.note(container, step, place);
  }

  /** Where the value of a key begins. The line after it is the present one. */
  #valueOf({ at, indent, scalar: written }: Line, key: string): number {
    const colon = at + key.length;
    if (written !== null) return this.#source.indexOf(written, colon + 1);
    const next = this.#line;
    if (next === null || next.indent < indent || (next.indent === indent && next.inner === null))
      return colon + 1;
    return startOf(next);
  }

  /** The value of a key that has none on its own line. A list may stand as far left as its key. */
  #below(indent: number): unknown {
    const line = this.#line;
    if (line === null || line.indent < indent) return null;
    if (line.indent > indent) return this.#block(line.indent);
    if (line.inner === null) return null;
    return this.#list(indent);
  }

  #isDeeper(indent: number): boolean {
    return this.#line !== null && this.#line.indent > indent;
  }

  #scalar(written: string | null): unknown {
    if (written === null) throw unknown;
    const first = written.charCodeAt(0);
    if (first === 0x22 || first === 0x27) return this.#text(written.slice(1, -1));
    if (first >= 0x30 && first <= 0x39) {
      if (wholeNumber.test(written)) return Number(written);
      if (noNumber.test(written)) return written;
      throw unknown;
    }
    if (!word.test(written)) return this.#text(written);
    if (written === 'true') return true;
    if (written === 'false') return false;
    if (written === 'off') return written;
    throw unknown;
  }

  #text(text: string): string {
    if (!text.includes('$')) return text;
    const substituted = substitute(text, this.#environment);
    if (!substituted.ok) throw unknown;
    return substituted.value;
  }

  /** The next line that says something. */
  #next(): void {
    for (;;) {
      const found = this.#lines.next();
      if (found.done === true) {
        // Lines that do not match are skipped: there must have been none.
        if (this.#at < this.#source.length) throw unknown;
        this.#line = null;
        return;
      }
      const [whole, indent = '', dash = null, key = null, value = null, alone = null] = found.value;
      if (found.value.index !== this.#at) throw unknown;
      this.#at += whole.length + 1;
      if (key === null && alone === null) {
        if (dash !== null) throw unknown;
        continue;
      }
      const inner = dash === null ? null : indent.length + dash.length;
      if (key === null && inner === null) throw unknown;
      const at = found.value.index + (inner ?? indent.length);
      this.#line = { indent: indent.length, inner, key, scalar: key === null ? alone : value, at };
      return;
    }
  }
}

/** Where a block begins whose first line this is: at its dash, if it is a list. */
function startOf({ at, indent, inner }: Line): number {
  return inner === null ? at : at - inner + indent;
}
