#!/usr/bin/env bash
# Makes a stand-in for the Dockerfiles' base image where no image can be pulled: a minimal Debian from the
# machine's own package mirror, Node 24 and npm from the package registry, and the CAs that this machine trusts.
# A real one that is there or can be pulled is used and never replaced. $CI_STATE/stand-in, if there is such a
# folder, then names the image that was made.
set -euo pipefail
cd "$(dirname "$0")/.."

# The one place that names the base is the Dockerfiles' build argument.
image=$(sed -n 's/^ARG NODE_IMAGE=//p' apps/proxy/Dockerfile)
[ -n "$image" ] || { echo 'apps/proxy/Dockerfile has no "ARG NODE_IMAGE=..."' >&2; exit 1; }

if docker image inspect "$image" >/dev/null 2>&1; then
  echo "$image is there."
  exit 0
fi
if timeout 300 docker pull -q "$image"; then exit 0; fi
echo "$image cannot be pulled: making a stand-in."

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root

debootstrap --variant=minbase --include=ca-certificates bookworm "$root" >"$work/debootstrap.log" 2>&1 || {
  tail -n 30 "$work/debootstrap.log" >&2
  exit 1
}
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,info,locale}/* "$root"/var/log/*

# Node and npm where the public image has them.
case "$(uname -m)" in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *) echo "No Node 24 in the package registry for $(uname -m)." >&2; exit 1 ;;
esac
version=$(sed -n "s/.*\"node-$platform\": *\"\([^\"]*\)\".*/\1/p" package.json)
npm install --silent --no-audit --no-fund --no-save --prefix "$work/node" "node-$platform@$version"
install -m 0755 "$work/node/node_modules/node-$platform/bin/node" "$root/usr/local/bin/node"
npm install --silent --no-audit --no-fund --global --prefix "$root/usr/local" npm@11

# The user of the public image.
chroot "$root" /bin/sh -c 'groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node'

# A machine behind an intercepting proxy has a CA of its own; builds inside the image need it too.
bundle=${NODE_EXTRA_CA_CERTS:-${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}}
install -m 0644 "$bundle" "$root/etc/ssl/certs/ca-certificates.crt"

tar -C "$root" --numeric-owner --one-file-system -c . | docker import \
  --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change "ENV NODE_VERSION=$version" \
  --change 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
  --change 'LABEL hostler.stand-in=true' \
  --change 'CMD ["node"]' \
  - "$image"
if [ -n "${CI_STATE:-}" ]; then echo "$image" >"$CI_STATE/stand-in"; fi
