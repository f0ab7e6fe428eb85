import { expect, it } from 'vitest';
import { readableLog } from './build-log.ts';

it('reads like the build itself', () => {
  const output = [
    String.raw`2026-01-31T12:00:00.000Z testcontainers:build [proxy:1] {"stream":"Step 1/2 : FROM node"}`,
    String.raw`2026-01-31T12:00:00.000Z testcontainers:build [proxy:1] {"stream":"\n"}`,
    String.raw`2026-01-31T12:00:00.000Z testcontainers:build [proxy:1] {"stream":"\n\u003e build\n"}`,
    String.raw`2026-01-31T12:00:00.000Z testcontainers:build [proxy:1] {"aux":{"ID":"sha256:1"}}`,
    String.raw`2026-01-31T12:00:00.000Z testcontainers:build [proxy:1] {"error":"The command failed"}`,
    'Error: Failed to build image',
  ].join('\n');
  expect(readableLog(output)).toBe(
    'Step 1/2 : FROM node\n> build\nThe command failed\nError: Failed to build image',
  );
});
