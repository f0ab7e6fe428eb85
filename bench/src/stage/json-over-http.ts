import { request } from 'node:http';

const TIMEOUT_MS = 5_000;

/** What an operator's page answers. @throws when it does not answer 200 with JSON within five seconds */
export function getJson(port: number, path: string): Promise<unknown> {
  return exchange(port, 'GET', path, null);
}

/** Posts an order as JSON. @throws as {@link getJson} */
export function postJson(port: number, path: string, order: unknown): Promise<unknown> {
  return exchange(port, 'POST', path, JSON.stringify(order));
}

/** On a connection of its own, which is closed afterwards: nothing of it is left to be counted. */
function exchange(port: number, method: string, path: string, body: string | null): Promise<unknown> {
  const headers = body === null ? {} : { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${path} was answered ${response.statusCode}: ${text}`));
      });
    });
    sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error(`${method} ${path} was not answered`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
