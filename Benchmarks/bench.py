#!/usr/bin/env python3
"""What `whyreset watch` costs: bench.py WHYRESET OUTPUT.json

PAIRS= shortens it, ONLY=storm,delay picks parts, ADD=1 keeps what OUTPUT.json has of this program and adds to it.
"""

import json
import os
import platform
import signal
import sys
import time

import cost
import delay
import machine
import storm
import tools

MIB = 1 << 20
PAIRS = int(os.environ.get("PAIRS", "30"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "1000000"))
PARTS = ["storm", "delay", "memory", "cost"]


def show_storm(whyreset):
    result = storm.measure(whyreset, 10, 130_000)
    print(f"storm   {result['per_second']:,.0f} resets/s for 10 s: {result['resets']:,} sent by the kernel, "
          f"{result['told']:,} told, {result['lost']:,} counted as lost, {result['missing']:,} missing")
    print("        resident " + " -> ".join(
        f"{result[key] / MIB:.1f} MiB {word}" for key, word in
        (("memory_before", "before"), ("memory_highest", "highest"), ("memory_after", "after"))))
    return result


def show_delay(whyreset):
    result = delay.measure(whyreset, 1000)
    print(f"delay   {result['resets']} resets: median {result['median_ms']:.1f} ms, "
          f"99 % within {result['p99_ms']:.1f} ms, longest {result['highest_ms']:.1f} ms")
    return result


def show_memory(whyreset):
    with cost.Site.running() as site, storm.Watch(whyreset, site.server) as watch:
        time.sleep(0.5)
        done, highest, before = 0, 0, watch.memory[-1]
        end = time.monotonic() + 150
        while done < CONNECTIONS and time.monotonic() < end:
            done += round(site.throughput("short", 10) * 10)
            highest = max(watch.memory)
        anonymous = machine.anonymous(watch.process.pid)
    result = {"connections": done, "before": before, "highest": highest, "anonymous": anonymous}
    print(f"memory  {done:,} connections: {before / MIB:.1f} MiB before, {highest / MIB:.1f} MiB at most, "
          f"of it {anonymous / MIB:.1f} MiB its own (goal: 40)")
    return result


def works(tool, site):
    """Whether a peer of whyreset runs here: bpftrace needs tracefs, and a version that knows the kernel."""
    try:
        with tool.running(site.server):
            return True
    except (SystemExit, OSError) as error:
        if tool.name == "whyreset":
            raise
        print(f"cost    without {tool.name}: {error}")
        return False


def show_cost(whyreset, earlier):
    result = {}
    with cost.Site.running() as site:
        watchers = [tool for tool in tools.tools(whyreset) if works(tool, site)]
        for mode, limit in cost.LIMITS.items():
            shares = {tool.name: cost.share(site, tool, mode, 10) for tool in watchers if tool.name != "tcpdump"}
            ratios = cost.pairs(site, watchers, mode, PAIRS, 1)
            for name, values in earlier.get(mode, {}).get("ratios", {}).items():
                ratios[name] = values + ratios.get(name, [])
            result[mode] = {"shares": shares, "ratios": ratios,
                            "throughput": {name: cost.summary(values) for name, values in ratios.items()}}
            show_mode(mode, limit, result[mode])
    return result


def show_mode(mode, limit, result):
    for name, part in result["shares"].items():
        print(f"cost    {mode:5} {name:9} {part['percent']:5.2f} % of busy time: programs "
              f"{part['programs_percent']:.2f} %, process {part['process_percent']:.2f} %; "
              f"{part['runs_per_request']:.1f} runs a request, {part['nanoseconds_per_run'] or 0:.0f} ns each"
              + (f" (goal: {limit} %)" if name == "whyreset" else ""))
    for name, part in result["throughput"].items():
        print(f"cost    {mode:5} {name:9} throughput x {part['median']:.3f} (quartiles "
              f"{part['lower_quartile']:.3f} to {part['upper_quartile']:.3f}, {part['pairs']} pairs)")


def earlier_results(whyreset, output):
    """What an earlier run measured of this very program on this kernel; nothing without ADD."""
    if not os.environ.get("ADD") or not os.path.exists(output):
        return {}
    with open(output) as file:
        results = json.load(file)
    same = results.get("program") == machine.digest(whyreset) and results["machine"]["kernel"] == platform.release()
    return results if same else {}


def main():
    whyreset, output = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.stdout.reconfigure(line_buffering=True)
    results = earlier_results(whyreset, output)
    results |= {"machine": machine.description(), "program": machine.digest(whyreset)}
    print("machine " + ", ".join(f"{key} {value}" for key, value in results["machine"].items()))
    shows = {"storm": show_storm, "delay": show_delay, "memory": show_memory,
             "cost": lambda program: show_cost(program, results.get("cost", {}))}
    for part in (os.environ.get("ONLY") or ",".join(PARTS)).split(","):
        results[part] = shows[part](whyreset)
        with open(output, "w") as file:
            json.dump(results, file, indent=2)
    if results.get("storm", {}).get("missing"):
        sys.exit("bench: resets of the storm are neither told nor counted as lost")


main()
