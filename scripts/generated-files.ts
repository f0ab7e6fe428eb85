import { openApiText } from '../apps/proxy/src/admin/openapi/document.ts';
import { errorsDocument } from '../apps/proxy/src/data-plane/errors/document.ts';
import { configurationMarkdown, jsonSchemaText } from '../packages/config/src/index.ts';

/** A file of the repository that is written by code, committed, and checked in CI for drift. */
export interface GeneratedFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  /** The whole text. JSON and YAML are put into the project's format afterwards. */
  readonly render: () => string | Promise<string>;
}

/** All of them. To add one, add an entry. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: 'docs/configuration.md', render: configurationMarkdown },
  { path: 'docs/errors.md', render: errorsDocument },
  { path: 'docs/openapi.yaml', render: openApiText },
  { path: 'packages/config/schema/hostler.schema.json', render: jsonSchemaText },
];
