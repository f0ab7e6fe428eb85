/**
 * Turns testcontainers' debug output of a build, a time and a JSON message a line, into the text that `docker build`
 * would have printed. Lines that are no such message stay as they are.
 */
export function readableLog(output: string): string {
  const text = output
    .split('\n')
    .map((line) => messageText(line) ?? `${line}\n`)
    .join('');
  return text.replaceAll(/\n{2,}/g, '\n').trim();
}

function messageText(line: string): string | undefined {
  const json = /testcontainers:build \[[^\]]*\] (\{.*\})$/.exec(line)?.[1];
  if (json === undefined) return undefined;
  try {
    const message: unknown = JSON.parse(json);
    if (typeof message !== 'object' || message === null) return undefined;
    if ('stream' in message) return String(message.stream);
    if ('error' in message) return `${String(message.error)}\n`;
    return '';
  } catch {
    return undefined;
  }
}
