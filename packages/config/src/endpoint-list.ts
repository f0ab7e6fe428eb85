import * as z from 'zod';
import type { EndpointConfig } from './config.ts';
import { errorsInFile } from './config-error.ts';
import type { ConfigError } from './config-error.ts';
import { describeValue } from './describe-value.ts';
import type { Path, Problem } from './problem.ts';
import { endpointSchema } from './schema/endpoint.ts';
import { explainIssue } from './validate/explain-issue.ts';
import { isMap } from './validate/raw.ts';
import { readYaml } from './yaml/read-yaml.ts';

/** A list of endpoints, or everything that is wrong with it at once, in the order of the text. */
export type EndpointListResult =
  | { readonly ok: true; readonly endpoints: readonly EndpointConfig[] }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/** Where the list would stand in a configuration: its entries are those of `hosts`, and so are their mistakes. */
const place: Path = ['proxy', 'services', 0, 'hosts'];

const listSchema = z.array(endpointSchema);

/**
 * Reads the endpoint list of `discovery: { type: file }`, in YAML or JSON: a list of entries as under `hosts`, or a map
 * that has it under `endpoints`. An empty list is a service without endpoints; an empty file is a mistake. The
 * environment is not filled in. Never throws.
 * @param file for messages; it is not read
 */
export function parseEndpointList(file: string, text: string): EndpointListResult {
  const document = readYaml(text, {});
  const parsed = document.complete ? parse(document.value) : { endpoints: null, problems: [] };
  const problems = [...document.problems, ...parsed.problems];
  if (parsed.endpoints !== null && problems.length === 0) return { ok: true, endpoints: parsed.endpoints };
  return { ok: false, errors: errorsInFile(problems, file, document) };
}

function parse(value: unknown): {
  endpoints: readonly EndpointConfig[] | null;
  problems: readonly Problem[];
} {
  const wrapped = isMap(value);
  const list: unknown = wrapped ? value['endpoints'] : value;
  const at: Path = wrapped ? ['endpoints'] : [];
  const strangers = wrapped ? Object.keys(value).filter((key) => key !== 'endpoints') : [];
  const problems = strangers.map(unknownKey);
  if (!Array.isArray(list)) return { endpoints: null, problems: [...problems, noList(list, at)] };
  const { success, data, error } = listSchema.safeParse(list);
  if (success) return { endpoints: data, problems };
  const configuration = { proxy: { services: [{ hosts: list as unknown[] }] } };
  const mistakes = error.issues
    .flatMap((issue) => explainIssue({ ...issue, path: [...place, ...issue.path] }, configuration))
    .map((problem) => ({ ...problem, path: [...at, ...problem.path.slice(place.length)] }));
  return { endpoints: null, problems: [...problems, ...mistakes] };
}

function noList(value: unknown, path: Path): Problem {
  const got = describeValue(value);
  const fix = 'write "- { address: 10.0.0.1, port: 8080 }" for each endpoint, or [] for none';
  return { kind: 'invalid', path, at: 'value', got, expected: 'a list of endpoints', fix };
}

function unknownKey(key: string): Problem {
  const got = `the unknown key ${JSON.stringify(key)}`;
  const fix = 'put the list under endpoints, or leave the map out';
  return { kind: 'unknown-key', path: [key], at: 'key', got, expected: 'only endpoints', fix };
}
