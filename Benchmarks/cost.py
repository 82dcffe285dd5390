"""What a tool costs a busy web server."""

import contextlib
import os
import re
import statistics
import subprocess
import tempfile
import time

import machine

MODES = {"short": ["-H", "Connection: close"], "kept": []}
LIMITS = {"short": 2.0, "kept": 0.5}

CONFIGURATION = """
daemon off; master_process off; pid {folder}/pid; error_log /dev/null crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000000; keepalive_timeout 75;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 10.77.0.1:8080 backlog=4096; location / {{ return 200 "{body}"; }} }}
}}
"""


class Site:
    """A web server and, in another network namespace, its clients: as on two hosts."""

    @staticmethod
    @contextlib.contextmanager
    def running():
        with machine.Namespace() as server, machine.Namespace("client") as client:
            server.join(client)
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "nginx.conf")
                with open(path, "w") as file:
                    file.write(CONFIGURATION.format(folder=folder, body="x" * 1024))
                process = subprocess.Popen(server.command("nginx", "-c", path, "-e", "/dev/null"))
                try:
                    time.sleep(0.5)
                    yield Site(server, client, process.pid)
                finally:
                    process.terminate()
                    process.wait()

    def __init__(self, server, client, pid):
        self.server, self.client, self.pid = server, client, pid

    def busy_time(self):
        """Seconds of the server, of its clients that have ended, and of the kernel for them."""
        return machine.process_time(self.pid) + machine.children_time() + machine.interrupt_time()

    def throughput(self, mode, seconds):
        """Requests a second, as wrk counts them."""
        command = ["wrk", "-t1", "-c32", f"-d{seconds}s", *MODES[mode], "http://10.77.0.1:8080/"]
        return float(re.search(r"Requests/sec:\s*([\d.]+)", self.client.run(*command))[1])


def share(site, tool, mode, seconds):
    """BPF run time and the tool's own processor time, in per cent of the processor time of the site."""
    with machine.Statistics(), tool.running(site.server) as process:
        site.throughput(mode, 2)
        before = snapshot(site, process.pid)
        requests = site.throughput(mode, seconds)
        after = snapshot(site, process.pid)
    programs, runs, own, busy = (b - a for a, b in zip(before, after))
    return {
        "requests_per_second": requests,
        "runs_per_request": runs / (requests * seconds),
        "nanoseconds_per_run": programs * 1e9 / runs if runs else None,
        "programs_percent": 100 * programs / busy,
        "process_percent": 100 * own / busy,
        "percent": 100 * (programs + own) / busy,
    }


def snapshot(site, pid):
    return *machine.program_time(pid), machine.process_time(pid), site.busy_time()


def pairs(site, tools, mode, count, seconds):
    """Throughput with each tool over that without any in the same round: a list for each tool. `none` is A against A."""
    ratios = {name: [] for name in ["none"] + [tool.name for tool in tools]}
    for number in range(count):
        order = [None, None] + tools
        order = order[number % len(order):] + order[:number % len(order)]
        without = []
        measured = {}
        for tool in order:
            with (tool.running(site.server) if tool else contextlib.nullcontext()):
                requests = site.throughput(mode, seconds)
            if tool:
                measured[tool.name] = requests
            else:
                without.append(requests)
        measured["none"] = without[1]
        for name, requests in measured.items():
            ratios[name].append(requests / without[0])
    return ratios


def summary(ratios):
    quarters = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    return {
        "pairs": len(ratios), "median": statistics.median(ratios),
        "lower_quartile": quarters[0], "upper_quartile": quarters[2],
    }
