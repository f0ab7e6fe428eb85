import { formatErrors } from './config-error.ts';
import type { Config } from './config.ts';
import { formatWarnings } from './lint/config-warning.ts';
import { loadConfig } from './load-config.ts';
import type { Environment } from './yaml/environment.ts';

/** What a text is refused for, one line an error, as people see them; empty for a valid one. */
export function errorLines(text: string, environment: Environment = {}): string[] {
  const result = loadConfig({ file: 'f', text }, environment);
  return result.ok ? [] : formatErrors(result.errors).split('\n');
}

/** What is doubtful in a valid text, one line a warning, as people see them. */
export function warningLines(text: string, environment: Environment = {}): string[] {
  const result = loadConfig({ file: 'f', text }, environment);
  if (!result.ok) throw new Error(formatErrors(result.errors));
  return result.warnings.length === 0 ? [] : formatWarnings(result.warnings).split('\n');
}

/** The configuration of a valid text. */
export function load(text: string, environment: Environment = {}): Config {
  const result = loadConfig({ file: 'f', text }, environment);
  if (!result.ok) throw new Error(formatErrors(result.errors));
  return result.config;
}

/** A whole file around the lines of `proxy.services`, each given without its indentation of two. */
export function withServices(...lines: readonly string[]): string {
  return ['proxy:', '  services:', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** One valid service as one line, `more` being further keys in flow style. */
export function service(name: string, more: string): string {
  return `- { name: ${name}, hosts: [{ address: 10.0.0.1, port: 80 }], ${more} }`;
}

/** The same with an endpoint that no other service has, by name. */
export function serviceOfItsOwn(name: string, more: string): string {
  return `- { name: ${name}, hosts: [{ address: ${name}.internal, port: 80 }], ${more} }`;
}
