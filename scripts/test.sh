#!/usr/bin/env bash
# Installs what is missing, then passes all tests, the browser's included. Stops at the first failure.
# Needs no running server: the database and the console that the tests use are started here.

cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

# Every crate in one call, so that what they share is compiled once. `frontend` is left out, as it would
# turn on the browser's side of `app` in the server's tests.
CRATES=(--locked --workspace --exclude frontend)
PROFILE=tested
export LOCALPG="$CARGO_TARGET_DIR/$PROFILE/hexastyle-localpg"
# The console that the browser's tests use: compiled with the other tests, since the one that people run takes as long
# again to compile and differs in optimisation only.
export HEXASTYLE="$CARGO_TARGET_DIR/$PROFILE/hexastyle"
SCRATCH=$(private_folder)
trap 'end_ticker; rm -rf "$SCRATCH"' EXIT

# Its own server: a DATABASE_URL in the environment is somebody's data.
unset DATABASE_URL

with_database() { "$LOCALPG" run --temporary -- "$@"; }

rust_tests() {
  if have cargo-nextest; then
    step "Compile the tests" cargo nextest run "${CRATES[@]}" --cargo-profile "$PROFILE" --no-run
    step "Run the tests" with_database cargo nextest run "${CRATES[@]}" --cargo-profile "$PROFILE" --no-fail-fast --no-tests=pass
    TEST_SUMMARY=$(step_lines '^ +Summary \[' 1)
    step "Run the examples in the documentation" cargo test "${CRATES[@]}" --profile "$PROFILE" --doc
  else
    step "Compile the tests" cargo test "${CRATES[@]}" --profile "$PROFILE" --no-run
    step "Run the tests" with_database cargo test "${CRATES[@]}" --profile "$PROFILE" --no-fail-fast
    TEST_SUMMARY=$(step_lines '^test result:' 100)
  fi
}

free_port() {
  local port
  for port in $(seq 8641 8699); do
    if ! port_taken 127.0.0.1 "$port"; then
      say "$port"
      return
    fi
  done
  fail "all ports from 8641 to 8699 are in use: end what uses them, then run this again."
}

browser_tests() {
  step "Install the browser tests' packages" npm --prefix end2end ci --no-audit --no-fund
  step "Find a browser" scripts/browser.sh install
  HEXASTYLE_BROWSER=$(scripts/browser.sh find)
  HEXASTYLE_PORT=$(free_port)
  HEXASTYLE_DATA_DIR="$SCRATCH/console"
  export HEXASTYLE_BROWSER HEXASTYLE_PORT HEXASTYLE_DATA_DIR
  step "Check the browser tests' types" npm --prefix end2end run --silent check
  step "Run the browser tests" npm --prefix end2end test
  BROWSER_SUMMARY=$(step_lines '^ +[0-9]+ (passed|failed|flaky|skipped|did not run)' 4)
}

say "Hexastyle: all tests. The first run compiles everything and takes an hour or more on two cores; later ones are shorter."
scripts/install.sh test
step "Check the format" cargo fmt --all --check
step "Lint the server's side" cargo clippy "${CRATES[@]}" --all-targets -- -D warnings
step "Lint the browser's side" cargo clippy --locked --package frontend -- -D warnings
build_web
rust_tests
step "Check the descriptions of the SQL queries" scripts/sqlx.sh check
step "Lint the built-in framework" "$HEXASTYLE" framework lint
browser_tests

say
say "All tests passed in $((SECONDS / 60)) minutes $((SECONDS % 60)) seconds."
say "$TEST_SUMMARY"
say "$BROWSER_SUMMARY"
