/** The parts of a V8 CPU profile that are used. @see Chrome DevTools Protocol, Profiler.Profile */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** @unit us, one for each sample */
  readonly timeDeltas: readonly number[];
}

/** A function and the share of the time in which it was on top of the stack. */
export interface HotFunction {
  /** `name file:line`, or V8's own name such as `(garbage collector)`. */
  readonly name: string;
  /** Of the time that was not idle. @unit 0-1 */
  readonly share: number;
}

/** Reads a `.cpuprofile` file. @throws when it is none */
export function parseCpuProfile(text: string): CpuProfile {
  const value: unknown = JSON.parse(text);
  if (!isCpuProfile(value)) throw new Error('not a V8 CPU profile');
  return value;
}

/** The `count` functions with the most self time, hottest first. */
export function hottest(profile: CpuProfile, count: number): HotFunction[] {
  const names = new Map(profile.nodes.map((node) => [node.id, frameName(node.callFrame)]));
  const selfUs = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const name = names.get(id) ?? '(unknown)';
    if (name !== '(idle)') selfUs.set(name, (selfUs.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  const total = [...selfUs.values()].reduce((sum, us) => sum + us, 0);
  return [...selfUs]
    .map(([name, us]) => ({ name, share: us / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, count);
}

function frameName({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  // The last three parts tell files of the same name apart; the line is counted from 0.
  return `${name} ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`;
}

/** Looks at the outline only: what V8 writes inside is V8's business. */
function isCpuProfile(value: unknown): value is CpuProfile {
  if (typeof value !== 'object' || value === null) return false;
  if (!('nodes' in value && 'samples' in value && 'timeDeltas' in value)) return false;
  return [value.nodes, value.samples, value.timeDeltas].every((part) => Array.isArray(part));
}
