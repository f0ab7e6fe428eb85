import { expect, it } from 'vitest';
import { errorLines, load, withServices } from '../../test-support.ts';

const lookedUp = 'discovery: {type: file, path: a.yaml}';

it('refuses discovery beside hosts', () => {
  const hosts = 'hosts: [{address: a, port: 1}]';
  expect(errorLines(withServices(`- {name: a, domain: a.example, ${hosts}, ${lookedUp}}`))).toEqual([
    'f:3:66 proxy.services[0].discovery: got discovery beside hosts, expected one of the two. ' +
      'Fix: remove hosts to look the endpoints up, or discovery to list them',
  ]);
});

it('asks for either where there is none', () => {
  expect(errorLines(withServices('- {name: a, domain: a.example}'))).toEqual([
    'f:3:5 proxy.services[0].hosts: got nothing, expected hosts or discovery. ' +
      'Fix: add hosts, each entry after a "- ", such as "- { address: 10.0.0.1, port: 9090 }"',
  ]);
});

it('has no hosts where they are looked up', () => {
  const [service] = load(withServices(`- {name: a, domain: a.example, ${lookedUp}}`)).services;
  expect(service?.hosts).toEqual([]);
});
