import { beforeAll, expect, it } from 'vitest';
import { describeContainers } from '../setup/describe-containers.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { open } from '../traffic/send.ts';
import { eventually } from '../traffic/eventually.ts';

const HOST = 'news.test';

describeContainers('server-sent events', () => {
  let stack: Stack;
  beforeAll(async () => {
    // A stream that is silent for longer than this stays open: its timer is `tunnel`, not `idle`.
    stack = await startStack(
      { news: { instances: 1, settings: { domain: HOST } } },
      { proxy: { defaults: { timeouts: { idle: '500ms', responseHeader: '500ms' } } } },
    );
    return () => stack.remove();
  });

  it('come through one by one as they are sent, over pauses longer than the idle timeout', async () => {
    const { body, headers } = await open(stack.proxy.origin, HOST, '/sse?interval=1500ms&count=3', {
      headers: { accept: 'text/event-stream' },
    });
    expect(headers['content-type']).toBe('text/event-stream');
    const arrivals: number[] = [];
    let text = '';
    for await (const piece of body as AsyncIterable<Buffer>) {
      arrivals.push(performance.now());
      text += piece.toString();
    }
    expect(text.match(/^id: \d+$/gm)).toEqual(['id: 1', 'id: 2', 'id: 3']);
    const [first = 0, second = 0, third = 0] = arrivals;
    // Half of the interval leaves room for a busy machine, and none for a proxy that collects events.
    expect(second - first).toBeGreaterThan(750);
    expect(third - second).toBeGreaterThan(750);
  });

  it('end at the instance when the client leaves', async () => {
    const client = new AbortController();
    const { body } = await open(stack.proxy.origin, HOST, '/sse?interval=1s', { signal: client.signal });
    body.on('error', () => {});
    await eventually(async () => expect((await stack.instance('news-1').stats()).eventStreams.open).toBe(1));
    client.abort();
    await eventually(
      async () => expect((await stack.instance('news-1').stats()).eventStreams.open).toBe(0),
      3_000,
    );
  });
});
