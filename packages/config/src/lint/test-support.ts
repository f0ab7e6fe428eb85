import { loadConfig } from '../load-config.ts';
import { formatErrors } from '../config-error.ts';
import { withServices } from '../test-support.ts';

/** So many endpoints by address, in flow style. */
export function hosts(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => `{ address: 10.0.0.${index + 1}, port: 80 }`);
  return `hosts: [${entries.join(', ')}]`;
}

/**
 * What is doubtful in one service, each as its path below the service (or `proxy`), and what is said.
 * @param top lines directly under `proxy`, such as its defaults
 */
export function warningsOf(service: string, top = ''): string[] {
  const text = withServices(`- { name: a, domain: a.example, ${service} }`).replace(
    'proxy:\n',
    `proxy:\n${top}`,
  );
  const result = loadConfig({ file: 'f', text }, {});
  if (!result.ok) throw new Error(formatErrors(result.errors));
  return result.warnings.map(({ path, what }) => `${path.replace(/^proxy\.services\[0\]\./, '')}: ${what}`);
}
