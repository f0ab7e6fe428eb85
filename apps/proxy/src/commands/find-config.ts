import { existsSync } from 'node:fs';

/** Where a configuration is looked for when none is named. */
export const defaultConfigFiles = ['./config.yaml', '/etc/hostler/config.yaml'] as const;

/** @returns the file to read, or `null` when none was named and there is none in the usual places */
export function findConfig(
  named: string | undefined,
  exists: (file: string) => boolean = existsSync,
): string | null {
  return named ?? defaultConfigFiles.find((file) => exists(file)) ?? null;
}
