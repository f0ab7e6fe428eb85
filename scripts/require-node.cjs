'use strict';
// Runs on whatever Node the machine has, so it stays in the oldest syntax. Every root script starts with it:
// the npm package of Node 24 for this platform is first on PATH where one exists; elsewhere the machine's own must do.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    'Hostler needs Node 24 or newer, and this is ' +
      process.version +
      ' on ' +
      process.platform +
      '-' +
      process.arch +
      ', for which npm carries no Node 24. Install it from https://nodejs.org and run the command again.\n',
  );
  process.exit(1);
}
