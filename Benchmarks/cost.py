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
daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null crit;
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
                    yield Site(server, client)
                finally:
                    process.terminate()
                    process.wait()

    def __init__(self, server, client):
        self.server, self.client = server, client

    def throughput(self, mode, seconds):
        """Requests a second, as wrk counts them."""
        command = ["wrk", "-t1", "-c32", f"-d{seconds}s", *MODES[mode], "http://10.77.0.1:8080/"]
        return float(re.search(r"Requests/sec:\s*([\d.]+)", self.client.run(*command))[1])


def share(site, tool, mode, seconds):
    """BPF run time and the tool's own processor time, in per cent of the time that processors were busy."""
    with machine.Statistics(), tool.running(site.server) as process:
        site.throughput(mode, 2)
        before = snapshot(process.pid)
        requests = site.throughput(mode, seconds)
        after = snapshot(process.pid)
    programs, runs, own, busy = (b - a for a, b in zip(before, after))
    return {
        "requests_per_second": requests,
        "runs_per_request": runs / (requests * seconds),
        "nanoseconds_per_run": programs * 1e9 / runs if runs else None,
        "programs_percent": 100 * programs / busy,
        "process_percent": 100 * own / busy,
        "percent": 100 * (programs + own) / busy,
    }


def snapshot(pid):
    return *machine.program_time(pid), machine.process_time(pid), machine.busy_time()


def pairs(site, tools, mode, count, seconds):
    """Throughput with each tool over that without any just before, in rounds; `none` is A against A."""
    ratios = {name: [] for name in ["none"] + [tool.name for tool in tools]}
    for number in range(count):
        order = [None] + tools
        order = order[number % len(order):] + order[:number % len(order)]
        for tool in order:
            with (tool.running(site.server) if tool else contextlib.nullcontext()):
                with_tool = site.throughput(mode, seconds)
            without = site.throughput(mode, seconds)
            ratios[tool.name if tool else "none"].append(with_tool / without)
    return {name: summary(values) for name, values in ratios.items()}


def summary(ratios):
    quarters = statistics.quantiles(ratios, n=4)
    return {
        "pairs": len(ratios), "median": statistics.median(ratios),
        "lower_quartile": quarters[0], "upper_quartile": quarters[2],
    }
