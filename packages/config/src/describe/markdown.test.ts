import { expect, it } from 'vitest';
import { fieldsNotBuiltYet } from '../schema/not-built-yet.ts';
import { errorLines } from '../test-support.ts';
import { configurationMarkdown } from './markdown.ts';

const text = configurationMarkdown();

it('has a section for each block, and links that lead to one', () => {
  const anchors = [...text.matchAll(/^## `?(.*?)`?$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(/[^\w -]/g, ''),
  );
  expect(anchors).toContain('proxyservicestimeouts');
  const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor);
  expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
});

it('has a row with range and default for a key', () => {
  expect(text).toContain(
    '| `connect` | a duration from 1ms to 10m, or off | `2s` | To establish one connection to an endpoint. |',
  );
});

it('says whether a block that can be switched is on while nobody writes it', () => {
  expect(text).toMatch(/^\| `outlierDetection` \| a map: .*, or false \| on \|/m);
  expect(text).toMatch(/^\| `healthCheck` \| a map: .*, or false \| off \|/m);
  expect(text).toMatch(/^\| `limits` \| a map: [^|]* \| {2}\|/m);
});

it('leaves the default of what is empty empty', () => {
  expect(text).toMatch(/^\| `secret` \| [^|]* \| {2}\|/m);
});

it('writes the default of a map as one would', () => {
  expect(text).toMatch(/^\| `headers` \| [^|]* \| `\{\}` \|/m);
});

it('begins with a configuration that works', () => {
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(text) ?? [];
  expect(errorLines(example)).toEqual([]);
});

it('shows an error line as it really looks', () => {
  const [, line = ''] = /^ {4}config\.yaml:\S+ (.*)$/m.exec(text) ?? [];
  const broken =
    'proxy: {services: [{name: a, domain: a.example, hosts: [{address: a, port: 1}, {address: b, port: 70000}]}]}';
  expect(errorLines(broken)[0]).toContain(line);
});

it('lists what is not built yet', () => {
  for (const path of fieldsNotBuiltYet) expect(text).toContain(`- \`${path}\`\n`);
});
