import { fieldsNotBuiltYet, discoveriesNotBuiltYet } from '../schema/not-built-yet.ts';
import { documentSchema } from '../schema/proxy.ts';
import { fieldsOf } from './fields.ts';
import type { DefaultDescription, FieldDescription } from './fields.ts';
import type { Block } from '../validate/schema-at.ts';
import { preamble } from './preamble.ts';

/** `docs/configuration.md`: how the language reads, then each block with its keys, ranges and defaults. */
export function configurationMarkdown(): string {
  const proxy = documentSchema.shape.proxy;
  return `${[preamble, ...sections('proxy', proxy), notBuiltYet()].join('\n\n')}\n`;
}

function sections(path: string, block: Block): string[] {
  const fields = fieldsOf(block);
  const head = [`## \`${path}\``, block.description ?? ''];
  // The blocks below `proxy.defaults` are those of a service, and documented there.
  if (path === 'proxy.defaults') return [...head, sharedBlocks(fields)];
  const inner = fields.flatMap((field) =>
    field.block === null ? [] : sections(pathOf(path, field), field.block),
  );
  return [...head, table(path, fields), ...inner];
}

function table(path: string, fields: readonly FieldDescription[]): string {
  const rows = fields.map((field) =>
    row([`\`${field.key}\``, takes(path, field), defaultText(field), field.description]),
  );
  return [row(['Key', 'Takes', 'Default', 'What it does']), row(['---', '---', '---', '---']), ...rows].join(
    '\n',
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function takes(path: string, field: FieldDescription): string {
  if (field.block === null) return field.takes ?? '';
  const target = pathOf(path, field);
  const kind = field.list ? 'a list of maps' : 'a map';
  return `${kind}: ${link(target)}${field.orFalse ? ', or false' : ''}`;
}

function pathOf(path: string, field: FieldDescription): string {
  return `${path}.${field.key}${field.list ? '[]' : ''}`;
}

/** A link to a section, by the anchor that the usual Markdown renderers give its heading. */
function link(path: string): string {
  return `[\`${path}\`](#${path.toLowerCase().replaceAll(/[^\w-]/g, '')})`;
}

function sharedBlocks(fields: readonly FieldDescription[]): string {
  const links = fields.map(({ key, block }) =>
    block === null ? `\`${key}\`` : link(`proxy.services[].${key}`),
  );
  return `The same keys as in a service: ${links.join(', ')}.`;
}

function defaultText(field: FieldDescription): string {
  const given: DefaultDescription = field.default;
  if (given.kind === 'required') return 'required';
  if (given.kind === 'none') return '';
  if (field.block !== null) return blockDefaultText(field, given.value);
  return given.value === '' ? '' : `\`${flow(given.value)}\``;
}

/** A block that can be switched is on or off; what it has when it is on stands in its own table. */
function blockDefaultText(field: FieldDescription, value: unknown): string {
  if (value === false) return 'off';
  return field.orFalse ? 'on' : '';
}

/** A default as one would write it. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function notBuiltYet(): string {
  const fields = [...fieldsNotBuiltYet].map((path) => `- \`${path}\``);
  const discoveries = discoveriesNotBuiltYet.map((type) => `- \`proxy.services[].discovery.type: ${type}\``);
  return [
    '## Not built yet',
    'These belong to the language, and this version refuses them by name instead of ignoring them. What is listed ' +
      'for a service holds for `proxy.defaults` too. `listen` as a list is refused as well.',
    [...fields, ...discoveries].join('\n'),
  ].join('\n\n');
}
