import { endpointName } from '@hostler/balancer';
import { redact } from './redact.ts';

/** One setting that is not what it was. Secrets are shown as `[redacted]` on both sides. */
export interface FieldChange {
  /** Such as `timeouts.idleMs` or `hosts[10.0.0.1:9090].weight`: entries of lists by what they are, not by their place. */
  readonly path: string;
  /** `undefined`, so not in JSON, when it was not there. */
  readonly before?: unknown;
  /** `undefined`, so not in JSON, when it is no longer there. */
  readonly after?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** What an entry of a list is called, by the list. */
const nameOf: Readonly<Record<string, (entry: Fields) => string>> = {
  hosts: ({ address, port }) => endpointName(String(address), Number(port)),
  routes: ({ domain, path }) => `${String(domain)}${String(path)}`,
  tests: ({ name, request }) => String(name ?? (isFields(request) ? request['url'] : '')),
};

/** Every setting in which two parts of a configuration differ. @param path of the part; '' is left out */
export function fieldChanges(before: unknown, after: unknown, path = ''): FieldChange[] {
  const changes: FieldChange[] = [];
  compare(before, after, { path, key: lastKeyOf(path) }, changes);
  return changes;
}

interface Place {
  readonly path: string;
  readonly key: string;
}

function compare(before: unknown, after: unknown, place: Place, changes: FieldChange[]): void {
  if (before === after) return;
  if (isFields(before) && isFields(after)) {
    compareFields(before, after, (key) => inMap(place.path, key), changes);
    return;
  }
  const name = nameOf[place.key];
  if (name !== undefined && isList(before) && isList(after)) {
    compareFields(byName(before, name), byName(after, name), (key) => inList(place, key), changes);
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  changes.push({
    path: place.path,
    ...(before === undefined ? {} : { before: redact(before, place.key) }),
    ...(after === undefined ? {} : { after: redact(after, place.key) }),
  });
}

function compareFields(
  before: Fields,
  after: Fields,
  placeOf: (key: string) => Place,
  changes: FieldChange[],
): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    compare(before[key], after[key], placeOf(key), changes);
  }
}

function inMap(path: string, key: string): Place {
  // The fields of a request are named by whoever writes the test.
  const step = /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return { path: path === '' ? key : `${path}${step}`, key };
}

function inList({ path }: Place, name: string): Place {
  return { path: `${path}[${name}]`, key: '' };
}

/** The second of the same name is told apart by a number. */
function byName(list: readonly unknown[], nameOfEntry: (entry: Fields) => string): Fields {
  const entries = new Map<string, unknown>();
  for (const entry of list) {
    const name = isFields(entry) ? nameOfEntry(entry) : String(entry);
    let key = name;
    for (let number = 2; entries.has(key); number++) key = `${name} #${number}`;
    entries.set(key, entry);
  }
  return Object.fromEntries(entries);
}

function lastKeyOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
