import type { BodyFraming, RawHeaders, ResponseHead } from '@hostler/http1';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Switched } from './upgrade-attempt.ts';

/** Who takes what a fetch brings. `end`, `switched`, `failed` or `cut` comes exactly once and last. */
export interface FetchReader {
  informational(head: ResponseHead): void;
  head(head: ResponseHead, framing: BodyFraming): void;
  /** @returns false when the reader does not keep up: the endpoint is held back until `Fetch.resume`. */
  chunk(data: Buffer): boolean;
  end(trailers: RawHeaders): void;
  /** The endpoint speaks another protocol from here on. `release` gives its lease back once that has ended. */
  switched(switched: Switched, release: () => void): void;
  /** No head was delivered and none will be. */
  failed(code: ErrorCode, detail: string): void;
  /** The head was delivered and the rest will not follow. */
  cut(code: ErrorCode, detail: string): void;
}
