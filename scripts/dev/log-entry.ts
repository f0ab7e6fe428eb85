/** A line of JSON as the tasks log it. */
export type LogEntry = Readonly<Record<string, unknown>>;

/** Reads a line of JSON; undefined when it is anything else. */
export function readEntry(text: string): LogEntry | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A line of the log for people: requests and listeners in a few words, other entries without their JSON, and what
 *  is no entry as it came. */
export function renderLine(text: string): string {
  const entry = readEntry(text);
  if (entry === undefined || typeof entry['msg'] !== 'string') return text;
  const { msg } = entry;
  if (msg === 'request') return joinWords(requestWords(entry));
  if (msg === 'listening') {
    return `${word(entry['listener'] ?? entry['instance'])} listens on ${word(entry['address'])}:${word(entry['port'])}`;
  }
  const { level, time: _time, msg: _msg, ...rest } = entry;
  const settings = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return joinWords([level === 'info' ? '' : level, msg, ...settings]);
}

function joinWords(words: readonly unknown[]): string {
  return words
    .map(word)
    .filter((part) => part !== '')
    .join(' ');
}

function requestWords(entry: LogEntry): unknown[] {
  const { method, host, path, status, endpoint, attempts, durationMs, error, detail } = entry;
  const tries = typeof attempts === 'number' && attempts > 1 ? `attempt ${attempts}` : '';
  return [
    method,
    `${word(host)}${word(path)}`,
    '->',
    status,
    endpoint,
    `${word(durationMs)}ms`,
    tries,
    error,
    detail,
  ];
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
