#!/usr/bin/env bash
# What `build` makes must run without the repository: no import of a workspace package, none of a .ts file.
set -uo pipefail
cd "$(dirname "$0")/.."
bad=0
for app in apps/*/; do
  dist=${app}dist
  [ -f "$dist/main.js" ] || { echo "$dist/main.js is missing"; bad=1; continue; }
  if find "$dist" -name '*.ts' | grep .; then echo "$dist holds TypeScript"; bad=1; fi
  # Import and export clauses and dynamic imports; a mere mention in a comment or a text is fine.
  if grep -rnE --include='*.js' "(from|import|import\() *[\"'](@hostler/|hostler[\"']|[^\"']*\.ts[\"'])" "$dist"; then
    echo "$dist imports what is not there when it is installed"
    bad=1
  fi
done
exit $bad
