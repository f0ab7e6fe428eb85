export { PARSE_ERRORS, SerializeError } from './errors.ts';
export type { ParseError, ParseErrorCode, SerializeErrorCode } from './errors.ts';
export { DEFAULT_PARSER_LIMITS } from './limits.ts';
export type { ParserLimits } from './limits.ts';
export type { BodyFraming, RawHeaders, ResponseHandler, ResponseHead } from './message.ts';
export { ResponseParser } from './response-parser.ts';
export type { StartOptions } from './response-parser.ts';
export { CHUNK_END, chunkHead, lastChunk } from './serialize-chunk.ts';
export { serializeRequestHead } from './serialize-request.ts';
