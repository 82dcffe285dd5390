"""How long after a reset its line is read."""

import datetime
import os
import re
import statistics
import sys
import time

import machine
import storm

CONNECTS = os.path.join(os.path.dirname(__file__), "refuse.py")


def measure(whyreset, number):
    with machine.Namespace() as server:
        with storm.Watch(whyreset, server, "--all") as watch:
            time.sleep(0.5)
            server.run(sys.executable, CONNECTS, str(number))
            time.sleep(1)
        delays = [(moment - nanoseconds(finding["time"])) / 1e6 for moment, finding in watch.findings()]
    if len(delays) < number:
        raise SystemExit(f"bench: {number} connections were refused, {len(delays)} were told")
    return {
        "resets": len(delays), "median_ms": statistics.median(delays),
        "p99_ms": statistics.quantiles(delays, n=100)[98], "highest_ms": max(delays),
    }


def nanoseconds(text):
    """Of an RFC 3339 time in UTC."""
    whole, part = re.fullmatch(r"([^.Z]+)(?:\.(\d+))?Z", text).groups()
    moment = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    return int(moment.timestamp()) * 10**9 + int((part or "0").ljust(9, "0"))
