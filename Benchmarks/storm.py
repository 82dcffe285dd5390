"""A storm of resets: whether each is told or counted as lost, and how much memory it takes."""

import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time

import machine
import tools

GENERATOR = os.path.join(os.path.dirname(__file__), "storm.c")


class Watch:
    """`whyreset watch --json` of one namespace: its lines with the time at which they came, and its memory."""

    def __init__(self, whyreset, namespace, *options):
        self.lines, self.memory, self.errors = [], [], b""
        command = [whyreset, "watch", "--json", "--lang", "en", "--netns", namespace.name, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            tools.wait_for(self.process.stderr, "watching", "whyreset")
        except BaseException:
            self.process.kill()
            raise
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._hear, self._sample)]
        for thread in self.threads:
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        for thread in self.threads:
            thread.join()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append((time.time_ns(), line))

    def _hear(self):
        for line in self.process.stderr:
            self.errors += line

    def _sample(self):
        while self.process.poll() is None:
            try:
                self.memory.append(machine.resident(self.process.pid)[0])
            except (OSError, KeyError):
                return
            time.sleep(0.1)

    def findings(self):
        return [(moment, json.loads(line)) for moment, line in self.lines]

    def lost(self):
        """What it says at its end; its notices before are of the same sum."""
        found = re.findall(rb"(\d+) events were lost", self.errors)
        return int(found[-1]) if found else 0


def measure(whyreset, seconds, rate):
    with machine.Namespace() as server, machine.Namespace("client") as client, \
            tempfile.TemporaryDirectory() as folder:
        generator = os.path.join(folder, "storm")
        subprocess.run(["clang", "-O2", "-Wall", "-o", generator, GENERATOR], check=True)
        server.join(client)
        # Answers go out without a question of who has the forged address.
        server.run("ip", "neighbour", "replace", "10.77.0.2", "lladdr", "02:00:00:00:00:00", "dev", "bench0")
        server.run("ip", "route", "add", "default", "via", "10.77.0.2")
        address = server.run("cat", "/sys/class/net/bench0/address").strip()
        with Watch(whyreset, server) as watch:
            time.sleep(1)
            before, quiet = server.resets_sent(), watch.memory[-1]
            sent = int(client.run(generator, "bench0", address, str(seconds), str(rate)))
            time.sleep(3)
            resets = server.resets_sent() - before
        told = sum(finding.get("count", 1) for _, finding in watch.findings())
    return {
        "seconds": seconds, "syns": sent, "resets": resets, "per_second": resets / seconds,
        "told": told, "lost": watch.lost(), "missing": resets - told - watch.lost(),
        "memory_before": quiet, "memory_highest": max(watch.memory), "memory_after": watch.memory[-1],
    }
