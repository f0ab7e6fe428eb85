// The programs in this folder are plain JavaScript: Node's type stripper would stay in their memory (18 MiB), where the
// built Hostler has none. The types are checked all the same.

/** Port of the upstream instance, from the command line: `node server.js PORT`. */
export function upstreamPort() {
  return Number(process.argv[2]);
}

/**
 * Listens on any free port of 127.0.0.1 and says which, in the line that Hostler prints too.
 * @param {import('node:http').Server} server
 */
export function listen(server) {
  server.listen(0, '127.0.0.1', () => announce(server));
}

/**
 * Prints the line of a listening server, and makes SIGTERM a normal exit: only that writes a CPU profile.
 * @param {import('node:http').Server} server
 */
export function announce(server) {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  process.stdout.write(`${JSON.stringify({ msg: 'listening', listener: 'main', port: address.port })}\n`);
  process.once('SIGTERM', () => process.exit(0));
}
