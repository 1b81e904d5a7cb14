#!/usr/bin/env bash
# Installs what is missing, builds the console, and starts it on a database of its own, filled with
# demo data. Ctrl-C stops all of it; running it again continues with the same data.
#
#   HEXASTYLE_LISTEN    address and port (default 127.0.0.1:8640)
#   HEXASTYLE_DATA_DIR  where the data lives (default ~/.local/share/hexastyle; root: /var/lib/hexastyle)
#   DATABASE_URL        a PostgreSQL server to use instead of the private one

cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
. scripts/lib.sh

LISTEN=${HEXASTYLE_LISTEN:-127.0.0.1:8640}
DATA_DIR=${HEXASTYLE_DATA_DIR:-$(default_data_dir)}

case "$LISTEN" in
  *:*) ;;
  *) fail "HEXASTYLE_LISTEN is $LISTEN; write an address and a port, such as 127.0.0.1:8640." ;;
esac
if port_taken "${LISTEN%:*}" "${LISTEN##*:}"; then
  fail "$LISTEN is in use, perhaps by another console. Stop that one, or choose another port: HEXASTYLE_LISTEN=127.0.0.1:8650 scripts/start.sh"
fi

say "Hexastyle: install what is missing, build, start. The first build takes 10 to 30 minutes, later ones seconds."
scripts/install.sh run
build_product

if [ -n "${DATABASE_URL:-}" ]; then
  say "Starting on the database of DATABASE_URL. Ctrl-C stops it."
else
  say "Starting, with the data in $DATA_DIR. Ctrl-C stops it."
fi
# The console prints its address and the demo logins once it accepts connections.
exec "$HEXASTYLE" serve --listen "$LISTEN" --data-dir "$DATA_DIR" --demo
