import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { behaviourNames, behaviours } from './behaviours/registry.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');

test.each(behaviourNames)('the README describes %s as the help does', (name) => {
  const { example, help } = behaviours[name];
  expect(README).toContain(`| \`${name}=${example}\` | ${help} |`);
});
