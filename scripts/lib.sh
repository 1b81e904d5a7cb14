# shellcheck shell=bash
# What the scripts share. Source it from the repository's root; it sets the shell's options.

set -euo pipefail

# The target folder is outside the checkout, so that a fresh clone builds on what is there already.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/hexastyle/target}"
# sqlx checks its queries against the committed descriptions, whatever DATABASE_URL is for a run.
export SQLX_OFFLINE=true
LOG_DIR="$(dirname "$CARGO_TARGET_DIR")/logs"
TICKER=
STEPS=0

# Cargo's folder may be missing from PATH right after rustup installed it.
if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
  PATH="$HOME/.cargo/bin:$PATH"
fi

say() { printf '%s\n' "$*"; }

# fail SENTENCE: says what is wrong and what to do, and ends.
fail() {
  printf '\nError: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

end_ticker() {
  if [ -n "$TICKER" ]; then
    kill "$TICKER" 2>/dev/null || true
    wait "$TICKER" 2>/dev/null || true
    TICKER=
  fi
}
trap end_ticker EXIT

# Shows that a step is alive: a line that counts on a terminal, else a line each half minute.
tick() {
  local name=$1 log=$2 start=$SECONDS every=30 nap last
  if [ -t 1 ]; then every=1; fi
  trap 'kill "$nap" 2>/dev/null; exit' TERM
  while :; do
    sleep "$every" >/dev/null 2>&1 &
    nap=$!
    wait "$nap" || true
    if [ -t 1 ]; then
      printf '\r\033[K… %s (%d s)' "$name" $((SECONDS - start))
    else
      last=$(tail -n 1 "$log" 2>/dev/null | cut -c 1-120)
      printf '… %s (%d s) %s\n' "$name" $((SECONDS - start)) "$last"
    fi
  done
}

clear_tick() { if [ -t 1 ]; then printf '\r\033[K'; fi; }

# step NAME COMMAND…: runs the command, its output in a file. On failure shows the file's end and ends.
# The file's path is in STEP_LOG afterwards.
step() {
  local name=$1 start=$SECONDS status=0
  shift
  STEPS=$((STEPS + 1))
  mkdir -p "$LOG_DIR" || fail "could not write to $LOG_DIR: set CARGO_TARGET_DIR to a folder you can write to."
  STEP_LOG="$LOG_DIR/$(basename "$0" .sh)-$(printf '%02d' "$STEPS").log"
  : >"$STEP_LOG"
  tick "$name" "$STEP_LOG" &
  TICKER=$!
  "$@" >"$STEP_LOG" 2>&1 </dev/null || status=$?
  end_ticker
  clear_tick
  if [ "$status" -ne 0 ]; then
    printf '✗ %s failed after %d s. The end of its log:\n\n' "$name" $((SECONDS - start)) >&2
    tail -n 60 "$STEP_LOG" | sed 's/^/  /' >&2
    fail "$name failed (status $status). The whole log is $STEP_LOG; mend what it says, then run this again."
  fi
  printf '✓ %s (%d s)\n' "$name" $((SECONDS - start))
}

# The last lines of the last step's log that match.
step_lines() { grep -E "$1" "$STEP_LOG" | tail -n "${2:-3}" || true; }

# private_folder: a new temporary folder that another account can pass through: as root, the database
# runs as the system's postgres user.
private_folder() {
  local folder
  folder=$(mktemp -d "${TMPDIR:-/tmp}/hexastyle.XXXXXX")
  chmod 711 "$folder"
  printf '%s\n' "$folder"
}

# The console's data, unless told otherwise. Root's home is closed to the postgres user.
default_data_dir() {
  if [ "$(id -u)" -eq 0 ]; then
    say /var/lib/hexastyle
  else
    say "${XDG_DATA_HOME:-$HOME/.local/share}/hexastyle"
  fi
}

# port_taken HOST PORT: whether somebody accepts connections there.
port_taken() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# What the server embeds.
build_web() {
  step "Build the browser's part (WebAssembly, CSS)" cargo run --locked --quiet --package xtask -- web
}

# What people run.
build_product() {
  build_web
  step "Build the server" cargo build --locked --release --package server
  HEXASTYLE="$CARGO_TARGET_DIR/release/hexastyle"
  export HEXASTYLE
}
