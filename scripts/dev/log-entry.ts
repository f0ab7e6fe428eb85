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

/** A line of the log for people: requests and listeners in a few words, everything else as it came. */
export function renderLine(text: string): string {
  const entry = readEntry(text);
  const words = entry?.['msg'] === 'request' ? requestWords(entry) : undefined;
  if (words !== undefined)
    return words
      .map(word)
      .filter((part) => part !== '')
      .join(' ');
  if (entry?.['msg'] === 'listening') {
    const who = word(entry['listener'] ?? entry['instance']);
    return `${who} listens on ${word(entry['address'])}:${word(entry['port'])}`;
  }
  return text;
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
