import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { service, withServices } from '../test-support.ts';
import { jsonSchema, jsonSchemaText } from './json-schema.ts';

const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(jsonSchema());

function schemaErrors(text: string): string[] {
  validate(parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const examples = join(import.meta.dirname, '../../../../examples');

describe('jsonSchema', () => {
  it('is of the draft that every YAML language server reads', () => {
    expect(jsonSchema()['$schema']).toBe('http://json-schema.org/draft-07/schema#');
  });

  it.each(readdirSync(examples))('accepts examples/%s', (name) => {
    expect(schemaErrors(readFileSync(join(examples, name), 'utf8'))).toEqual([]);
  });

  it.each([
    ['numbers and booleans in quotes', 'hosts: [{address: a, port: "80", weight: "2"}], default: "true"'],
    [
      'variables in every kind of field',
      'domain: "${D}", path: "${P}", hosts: [{address: "${A}", port: "${N}"}]',
    ],
    ['blocks turned off', 'default: true, retry: false, hosts: [{address: a, port: 80}]'],
    [
      'all the ways to retry',
      'default: true, retry: {retryOn: [reset, 503, "502"], budget: 5%}, hosts: [{address: a, port: 1}]',
    ],
  ])('accepts %s', (_name, keys) => {
    expect(schemaErrors(withServices(`- {name: a, ${keys}}`))).toEqual([]);
  });

  it.each([
    ['an unknown key', service('a', 'domain: a.example, wieght: 1')],
    ['what is not built yet', service('a', 'domain: a.example, cache: {}')],
    ['no endpoints', '- {name: a, domain: a.example}'],
    ['two sources of endpoints', service('a', 'domain: a.example, discovery: {type: file, path: a.yaml}')],
    ['a port out of range', '- {name: a, domain: a.example, hosts: [{address: a, port: 70000}]}'],
    ['no hosts', '- {name: a, domain: a.example, hosts: []}'],
    ['no name', '- {domain: a.example, hosts: [{address: a, port: 1}]}'],
    ['no route', service('a', 'hostHeader: client')],
    ['a short form beside routes', service('a', 'path: /x, routes: [{domain: a.example}]')],
    ['a duration without its unit', service('a', 'domain: a.example, timeouts: {connect: 5}')],
    ['an unknown policy', service('a', 'domain: a.example, loadBalancing: {policy: best}')],
  ])('refuses %s, as the loader does', (_name, line) => {
    expect(schemaErrors(withServices(line))).not.toEqual([]);
  });

  it('shows editors the description, the range and the default, also of what is inherited', () => {
    const services = 'properties.proxy.properties.services.items.properties';
    expect(jsonSchema()).toHaveProperty(`${services}.timeouts.properties.connect.default`, '2s');
    expect(jsonSchema()).toHaveProperty(
      `${services}.timeouts.properties.connect.description`,
      'To establish one connection to an endpoint. Takes a duration from 1ms to 10m, or off.',
    );
  });

  it('is the same text each time', () => {
    expect(jsonSchemaText()).toBe(jsonSchemaText());
    expect(JSON.parse(jsonSchemaText())).toEqual(jsonSchema());
  });
});
