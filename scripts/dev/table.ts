import type { DevService } from '../../packages/config/src/index.ts';
import type { Plan } from './plan.ts';

/** What to try once everything listens: where things are, and lines to paste into a second terminal. */
export function tableText(plan: Plan, pids: ReadonlyMap<number, number>, configPath: string): string {
  const proxy = `http://127.0.0.1:${plan.listenPort}`;
  const admin = `http://127.0.0.1:${plan.adminPort}`;
  const places: [string, string][] = [
    ['proxy', `${proxy}, in a browser http://localhost:${plan.listenPort}/`],
    ['admin', admin],
    ...plan.services.map((service): [string, string] => [service.name, instancesText(service, pids)]),
    ['config', configPath],
  ];
  const tries = linesToTry(plan, pids, proxy, admin);
  const text = [
    'Hostler is up; Ctrl-C stops everything. In a second terminal:',
    ...tries.flatMap(([what, command]) => [`  # ${what}`, `  ${command}`]),
    '',
    ...rows(places),
  ];
  return `\n${text.join('\n')}\n`;
}

function linesToTry(
  { services }: Plan,
  pids: ReadonlyMap<number, number>,
  proxy: string,
  admin: string,
): [string, string][] {
  const tries: [string, string][] = services.map((service) => [
    `one of the ${service.ports.length} instances of ${service.name}; again, another one`,
    `curl -H 'Host: ${service.domains[0] ?? ''}' ${proxy}/basic`,
  ]);
  const [service] = services;
  const [port] = service?.ports ?? [];
  if (service === undefined || port === undefined) return tries;
  const host = service.domains[0] ?? '';
  tries.push(
    [
      'an event stream, and whether the proxy is ready',
      `curl -N -H 'Host: ${host}' ${proxy}/sse; curl ${admin}/readyz`,
    ],
    [
      'let an instance refuse connections for 30 s, as a crashed one does, and see no request fail',
      `curl -H 'Content-Type: application/json' -d '{"state":"refusing","for":"30s"}' http://127.0.0.1:${port}/_control`,
    ],
  );
  const pid = pids.get(port);
  if (pid !== undefined) tries.push(['or end it for good', `kill -9 ${pid}`]);
  return tries;
}

function instancesText({ ports }: DevService, pids: ReadonlyMap<number, number>): string {
  return ports.map((port) => `127.0.0.1:${port} (pid ${pids.get(port) ?? 'unknown'})`).join('  ');
}

function rows(entries: readonly [string, string][]): string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}
