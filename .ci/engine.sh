#!/usr/bin/env bash
# engine.sh start: makes sure that a container engine answers; installs and starts one where none does.
# engine.sh stop: ends what start began, and removes the stand-in of the base image if this run made one.
# What this run began is remembered in the folder $CI_STATE.
set -euo pipefail

answers() { docker version --format 'The engine is Docker {{.Server.Version}}.' 2>/dev/null; }

install_missing() {
  local missing=()
  if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then missing+=(docker.io); fi
  # It makes the base image where none can be pulled.
  if ! command -v debootstrap >/dev/null; then missing+=(debootstrap); fi
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y "${missing[@]}"
}

start() {
  install_missing
  if answers; then return; fi

  # The engine must not promise its containers larger packets than this machine's own way out carries.
  local device mtu=1500
  device=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
  if [ -n "$device" ]; then mtu=$(cat "/sys/class/net/$device/mtu"); fi
  # A session of its own: a Ctrl-C must leave it to stop.
  setsid dockerd --mtu "$mtu" >"$CI_STATE/dockerd.log" 2>&1 </dev/null &
  local pid=$!
  echo "$pid" >"$CI_STATE/dockerd.pid"
  for _ in $(seq 60); do
    if answers; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 1
  done
  echo 'The container engine does not start; the end of its log:' >&2
  tail -n 30 "$CI_STATE/dockerd.log" >&2
  return 1
}

stop() {
  if [ -f "$CI_STATE/stand-in" ]; then docker rmi --force "$(cat "$CI_STATE/stand-in")" >/dev/null || true; fi
  if [ ! -f "$CI_STATE/dockerd.pid" ]; then return; fi
  local pid
  pid=$(cat "$CI_STATE/dockerd.pid")
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 30); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 1
  done
  kill -9 "$pid"
}

case "${1:-}" in
  start | stop) "$1" ;;
  *)
    echo 'usage: CI_STATE=FOLDER engine.sh start|stop' >&2
    exit 2
    ;;
esac
