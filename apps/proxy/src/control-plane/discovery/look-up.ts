import { ADDRCONFIG } from 'node:dns';
import { lookup } from 'node:dns/promises';

/** All addresses of a name, at least one. Rejects when there is none, or none to be learnt. */
export type LookUp = (name: string) => Promise<readonly string[]>;

/**
 * As every other program on the machine resolves it: hosts file, search list, and whatever else the system is set up to
 * ask. libuv gives such look-ups at most half of its threads, so slow ones do not hold up the file system.
 */
export const systemLookUp: LookUp = async (name) => {
  const answers = await lookup(name, { all: true, hints: isLocal(name) ? 0 : ADDRCONFIG });
  return answers.map(({ address }) => address);
};

/**
 * Addresses of a family that the machine has no address of are left out: they could only fail. Not for localhost
 * (RFC 6761 6.3), for the loopback interface has both families even where no other has.
 */
function isLocal(name: string): boolean {
  return /(^|\.)localhost\.?$/i.test(name);
}
