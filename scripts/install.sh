#!/usr/bin/env bash
# Installs what this machine lacks. Usage: scripts/install.sh [run|test]
# `run` (the default) is what building and running the console takes, `test` also what its tests take.
# Does nothing where nothing is missing.

cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

PURPOSE=${1:-run}
WASM=wasm32-unknown-unknown
NODE_OLDEST=18

case "$PURPOSE" in run | test) ;; *) fail "usage: scripts/install.sh [run|test]" ;; esac

# What is missing, in words, and as Debian's packages.
MISSING=()
PACKAGES=()
lacks() {
  MISSING+=("$1")
  shift
  PACKAGES+=("$@")
}

# The same places where the console looks; see crates/localpg.
has_postgres() {
  local folder folders=("${HEXASTYLE_PG_BIN:-}" "$(pg_config --bindir 2>/dev/null || true)")
  folders+=(/usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql*)
  folders+=(/opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin)
  folders+=(/Applications/Postgres.app/Contents/Versions/*/bin)
  if have postgres; then
    folders+=("$(dirname "$(readlink -f "$(command -v postgres)")")")
  fi
  for folder in "${folders[@]}"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/psql" ]; then
      return 0
    fi
  done
  return 1
}

has_wasm() { [ -d "$(rustc --print target-libdir --target "$WASM" 2>/dev/null)" ]; }

# Debian's compiler, which has the standard library's source: for where rustup can't download.
has_debian_wasm() {
  have dpkg-query && dpkg-query -W -f '${Status}\n' cargo-web rustc-web rust-web-src 2>/dev/null |
    awk '/install ok installed/ { n++ } END { exit n != 3 }'
}

has_fonts() {
  local found
  found=$(find -L /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
    /Library/Fonts "$HOME/Library/Fonts" -name 'NotoSansCJK*' -print -quit 2>/dev/null || true)
  [ -n "$found" ]
}

has_node() {
  have npm && have node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$NODE_OLDEST" ]
}

has_browser() { [ -n "$(scripts/browser.sh find)" ]; }

check_compilers() {
  have cc || lacks "a C compiler" gcc libc6-dev
  have cargo || fail "Rust is not installed: follow https://rustup.rs (one command), open a new shell, then run this again."
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  found=$(rustc --version | awk '{ print $2 }')
  if [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" != "$wanted" ]; then
    fail "Rust $found is too old, $wanted or newer is needed: run \`rustup update stable\`, then run this again."
  fi
}

check_wasm() {
  if has_wasm || has_debian_wasm; then return; fi
  if have rustup; then
    say "Rust's WebAssembly target is missing; asking rustup for it."
    rustup target add "$WASM" >/dev/null 2>&1 || true
    if has_wasm; then
      say "✓ rustup installed it"
      return
    fi
    say "rustup could not download it; Debian's packages have it too."
  fi
  lacks "a Rust compiler for WebAssembly" rustc-web cargo-web rust-web-src
}

check_run() {
  check_compilers
  check_wasm
  if [ "$PURPOSE" = test ] || [ -z "${DATABASE_URL:-}" ]; then
    has_postgres || lacks "PostgreSQL's server programs" postgresql
  fi
  has_fonts || lacks "the font Noto Sans CJK, for PDF reports" fonts-noto-cjk
}

check_test() {
  if ! has_node; then
    local packages=()
    have node || packages+=(nodejs)
    have npm || packages+=(npm)
    lacks "Node.js $NODE_OLDEST or newer with npm" ${packages[@]+"${packages[@]}"}
  fi
  # Ubuntu's package is only a pointer to a snap; scripts/browser.sh gets Playwright's there.
  if [ "$(system)" = debian ]; then
    has_browser || lacks "the browser Chromium" chromium
  fi
  have pdftoppm || lacks "poppler's tools, to look at PDF reports" poppler-utils
  have ps || lacks "ps" procps
}

# The distribution's id, or `darwin`.
system() {
  if [ -r /etc/os-release ]; then
    sed -n 's/^ID="\{0,1\}\([a-z0-9-]*\)"\{0,1\}$/\1/p' /etc/os-release | head -n 1
  else
    uname -s | tr '[:upper:]' '[:lower:]'
  fi
}

# What to type where this script can't install by itself.
advice() {
  case "$(system)" in
    darwin) say "brew install postgresql@17 node poppler && brew install --cask font-noto-sans-cjk" ;;
    fedora | rhel | centos | rocky | almalinux)
      say "sudo dnf install gcc postgresql-server postgresql google-noto-sans-cjk-fonts nodejs npm poppler-utils chromium procps-ng" ;;
    arch) say "sudo pacman -S --needed base-devel postgresql noto-fonts-cjk nodejs npm poppler chromium procps-ng" ;;
    alpine) say "apk add build-base postgresql17 postgresql17-client font-noto-cjk nodejs npm poppler-utils chromium procps" ;;
    *) say "your system's packages for PostgreSQL 14 to 18 (server and client), Noto Sans CJK, Node.js, Chromium and poppler" ;;
  esac
}

apt() {
  if [ "$(id -u)" -eq 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get "$@"
  else
    sudo DEBIAN_FRONTEND=noninteractive apt-get "$@"
  fi
}

install_packages() {
  local words
  words=$(printf '%s, ' "${MISSING[@]}")
  say "Missing here: ${words%, }."
  if ! have apt-get; then
    fail "this script installs packages on Debian and Ubuntu only. Install them yourself, then run this again. A start: $(advice)"
  fi
  if [ "${#PACKAGES[@]}" -eq 0 ]; then
    fail "what is installed is too old, and no package replaces it: install a newer one, then run this again."
  fi
  say "Installing with apt-get: ${PACKAGES[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    # Asks for the password here, where it can be seen, and not inside a step.
    { have sudo && sudo -v; } ||
      fail "you may not install packages. Ask an administrator to run: apt-get install --no-install-recommends ${PACKAGES[*]}"
  fi
  step "Read the package lists" apt update
  step "Install the packages" apt install --yes --no-install-recommends "${PACKAGES[@]}"
}

check_run
if [ "$PURPOSE" = test ]; then check_test; fi
if [ "${#MISSING[@]}" -eq 0 ]; then
  say "✓ Nothing is missing on this machine"
else
  install_packages
fi
