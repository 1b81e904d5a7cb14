#!/usr/bin/env bash
# Inside the container: is the console well? With nothing but the shell, so that the image needs no curl.
set -euo pipefail

exec 3<>/dev/tcp/127.0.0.1/8640
printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
