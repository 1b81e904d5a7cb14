#!/usr/bin/env bash
# The browser of the end-to-end tests. Usage: scripts/browser.sh find|install
# `find` prints the path of an installed Chromium or Chrome, or nothing; `install` lets Playwright
# download its own where there is none (not needed on Debian, where a package has it).

cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

find_browser() {
  local name path
  if [ -n "${CHROMIUM:-}" ]; then
    say "$CHROMIUM"
    return
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    path=$(command -v "$name" || true)
    # Ubuntu's is a script that starts a snap, which can't see the tests' folders.
    if [ -n "$path" ] && ! grep -qs /snap/bin "$path"; then
      say "$path"
      return
    fi
  done
}

case "${1:-}" in
  find) find_browser ;;
  install)
    if [ -z "$(find_browser)" ]; then
      cd end2end
      npx playwright install chromium
    fi
    ;;
  *) fail "usage: scripts/browser.sh find|install" ;;
esac
