#!/usr/bin/env bash
# Reads one capture with whyreset and with its peers, warm, and prints seconds and kilobytes: read.sh WHYRESET FILE
set -euo pipefail

whyreset=$1 file=$2
cat "$file" >/dev/null

measure() {
  local name=$1
  shift
  /usr/bin/time -f "$name: %e s, %U s user, %M KB" "$@" >/dev/null 2> >(tail -n 1 >&2) || true
}

measure "whyreset, one thread" "$whyreset" read "$file" --threads 1
measure "whyreset, all cores" "$whyreset" read "$file"
measure "whyreset, standard input" "$whyreset" read - <"$file"
measure "tcpdump, RST filter" tcpdump -r "$file" -w /dev/null 'tcp[13] & 4 != 0'
if command -v tcptrace >/dev/null; then measure "tcptrace" tcptrace "$file"; fi
if command -v tshark >/dev/null; then measure "tshark, conversations" tshark -q -z conv,tcp -r "$file"; fi
