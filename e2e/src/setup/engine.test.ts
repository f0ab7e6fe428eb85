import { describe, expect, it } from 'vitest';
import { decide, readMode } from './engine.ts';

const answers = (value: boolean) => (): Promise<boolean> => Promise.resolve(value);

describe('deciding whether the container suites run', () => {
  it('runs them where an engine answers', async () => {
    expect(await decide('auto', answers(true))).toEqual({ run: true });
    expect(await decide('required', answers(true))).toEqual({ run: true });
  });

  it('skips them with a reason where none answers', async () => {
    expect(await decide('auto', answers(false))).toEqual({
      run: false,
      reason:
        'No container engine answers (tried DOCKER_HOST, the usual sockets and ~/.testcontainers.properties).',
    });
  });

  it('fails where they are required and none answers', async () => {
    await expect(decide('required', answers(false))).rejects.toThrow('No container engine answers');
  });

  it('does not even look when turned off', async () => {
    const look = (): Promise<boolean> => Promise.reject(new Error('looked'));
    expect(await decide('off', look)).toEqual({ run: false, reason: 'HOSTLER_E2E=off turns them off.' });
  });
});

describe('reading HOSTLER_E2E', () => {
  it.each([
    { value: undefined, mode: 'auto' },
    { value: '', mode: 'auto' },
    { value: 'required', mode: 'required' },
    { value: 'off', mode: 'off' },
  ])('takes $value for $mode', ({ value, mode }) => {
    expect(readMode(value)).toBe(mode);
  });

  it('refuses a word that it does not know', () => {
    expect(() => readMode('require')).toThrow("HOSTLER_E2E is 'require'");
  });
});
