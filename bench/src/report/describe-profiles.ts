import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hottest, parseCpuProfile } from './profile.ts';

const HOT_FUNCTIONS = 25;

/** The hottest functions of each contender that left a profile in `directory`: programs that are not Node leave none. */
export function describeProfiles(directory: string, contenders: readonly string[]): string {
  return contenders
    .map((contender) => [contender, join(directory, `${contender}.cpuprofile`)] as const)
    .filter(([, file]) => existsSync(file))
    .map(([contender, file]) => {
      const functions = hottest(parseCpuProfile(readFileSync(file, 'utf8')), HOT_FUNCTIONS);
      const lines = functions.map(({ name, share }) => `${(share * 100).toFixed(1).padStart(6)} %  ${name}`);
      return [`Hottest functions of ${contender}, share of the time not idle:`, ...lines].join('\n');
    })
    .join('\n\n');
}
