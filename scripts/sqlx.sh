#!/usr/bin/env bash
# The descriptions of the SQL queries (crates/store/.sqlx) that let the store compile without a database.
# Usage: scripts/sqlx.sh prepare|check
# `prepare` writes them after a query or a migration changed; `check` fails if they are out of date.
# Like `cargo sqlx prepare`, without the tool, and on a private database with this checkout's migrations.

cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

KEPT=crates/store/.sqlx
FRESH="$CARGO_TARGET_DIR/sqlx-queries"

# The part that needs the database.
describe() {
  local migration
  for migration in migrations/*.sql; do
    case "$migration" in
      *.down.sql) ;;
      *) psql -X -q -v ON_ERROR_STOP=1 -d "$DATABASE_URL" -f "$migration" >/dev/null ;;
    esac
  done
  rm -rf "$FRESH"
  mkdir -p "$FRESH"
  # A different argument each time: only the store's own code is compiled again, and always.
  SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$FRESH" cargo rustc --locked --quiet --package store --lib \
    --profile check -- -C "metadata=describe-$$-$(date +%s)"
}

with_database() {
  if [ -z "${LOCALPG:-}" ]; then
    cargo build --locked --quiet --package localpg
    LOCALPG="$CARGO_TARGET_DIR/debug/hexastyle-localpg"
  fi
  "$LOCALPG" run --temporary -- scripts/sqlx.sh describe
}

case "${1:-}" in
  describe) describe ;;
  prepare)
    with_database
    rm -rf "$KEPT"
    cp -R "$FRESH" "$KEPT"
    say "$(find "$KEPT" -name '*.json' | wc -l) descriptions in $KEPT"
    ;;
  check)
    with_database
    if [ ! -d "$KEPT" ] && [ -z "$(ls "$FRESH")" ]; then exit 0; fi
    diff -r "$FRESH" "$KEPT" ||
      fail "$KEPT doesn't describe the queries of this checkout: run scripts/sqlx.sh prepare and commit what it writes."
    ;;
  *) fail "usage: scripts/sqlx.sh prepare|check" ;;
esac
