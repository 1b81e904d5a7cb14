#!/usr/bin/env bash
# Has real programs send telemetry to a console on a temporary database, and checks what arrived: end2end/senders/README.md.
#
#   HEXASTYLE     the console's program (default: built here)
#   OTEL_PYTHON   a Python that has the OpenTelemetry SDK

cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

PORT=${SENDERS_PORT:-8710}
if port_taken 127.0.0.1 "$PORT"; then fail "port $PORT is in use; choose another: SENDERS_PORT=8720 scripts/senders.sh"; fi

if [ "${1:-}" != "inside" ]; then
  scripts/install.sh run
  if [ -z "${HEXASTYLE:-}" ]; then build_product; fi
  export HEXASTYLE
  step "Build the private database's starter" cargo build --locked --package localpg --bin hexastyle-localpg
  "$CARGO_TARGET_DIR/debug/hexastyle-localpg" run --temporary -- scripts/senders.sh inside
  # On a private database of its own, as it is killed.
  python3 end2end/senders/crash.py "$HEXASTYLE"
  exit
fi

export PROMETHEUS_URL_PORT=8714
HEXASTYLE_PROMETHEUS_URL="http://127.0.0.1:$PROMETHEUS_URL_PORT" \
  "$HEXASTYLE" serve --listen "127.0.0.1:$PORT" >"$LOG_DIR/senders-console.log" 2>&1 &
BENCH_PID=$!
trap 'kill "$BENCH_PID" 2>/dev/null' EXIT
export BENCH_PID SENDERS_ORIGIN="http://127.0.0.1:$PORT"
for _ in $(seq 100); do
  if port_taken 127.0.0.1 "$PORT"; then break; fi
  sleep 0.1
done
python3 end2end/senders/check.py
