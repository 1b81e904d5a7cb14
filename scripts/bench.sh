#!/usr/bin/env bash
# Measures the console at 20 teams of 10 workloads, as ratios to `pgbench -S` on the same server in the same run.
# `scripts/bench.sh ingest` measures how fast telemetry comes in, as a ratio to COPY of as many rows.
# `scripts/bench.sh scale` measures pages over all workloads at 10,000 of them, as ratios to the same at 100.
# `scripts/bench.sh rules` measures how long rules take to look at 10,000 workloads with telemetry.
# No test: nothing fails when a figure falls. See bench/README.md.
#
#   BENCH_SECONDS  a measurement's length (default 8)
#   BENCH_PORT     where the console listens meanwhile (default 8690)

cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

PORT=${BENCH_PORT:-8690}
have wrk || fail "wrk is missing. On Debian: apt-get install wrk"
have pgbench || fail "pgbench is missing; it comes with PostgreSQL's server programs. On Debian: apt-get install postgresql"
if port_taken 127.0.0.1 "$PORT"; then fail "port $PORT is in use; choose another: BENCH_PORT=8691 scripts/bench.sh"; fi

case "${1:-}" in
  inside) WHAT=${2:-run} ;;
  ingest | rules | scale) WHAT=$1 ;;
  *) WHAT=run ;;
esac
if [ "${1:-}" != "inside" ]; then
  scripts/install.sh run
  build_product
  export HEXASTYLE
  if [ "$WHAT" = ingest ]; then
    step "Build the sender" cargo build --locked --release --package telemetry --example send
    export BENCH_SEND="$CARGO_TARGET_DIR/release/examples/send"
  fi
  step "Build the private database's starter" cargo build --locked --package localpg --bin hexastyle-localpg
  # Durable, as in production: a save that is not on disk is not a save.
  DATA=$(private_folder)
  trap 'end_ticker; rm -rf "$DATA"' EXIT
  "$CARGO_TARGET_DIR/debug/hexastyle-localpg" run --data-dir "$DATA/pg" --database bench -- scripts/bench.sh inside "$WHAT"
  exit
fi

"$HEXASTYLE" serve --listen "127.0.0.1:$PORT" >/dev/null 2>&1 &
BENCH_PID=$!
trap 'kill "$BENCH_PID" 2>/dev/null' EXIT
export BENCH_PID BENCH_ORIGIN="http://127.0.0.1:$PORT"
for _ in $(seq 100); do
  if port_taken 127.0.0.1 "$PORT"; then break; fi
  sleep 0.1
done
python3 "bench/$WHAT.py"
