"""What is measured: whyreset, and what people use in its place."""

import contextlib
import os
import selectors
import signal
import subprocess
import time

RESETS = "tcp[tcpflags] & tcp-rst != 0"


class Tool:
    """A program that watches for resets, by the line that says that it does."""

    def __init__(self, name, command, ready, stream="stderr", inside=False):
        self.name, self.command, self.ready = name, command, ready
        self.stream, self.inside = stream, inside

    @contextlib.contextmanager
    def running(self, namespace, output=subprocess.DEVNULL):
        """Runs it for the length of the block."""
        command = [word.format(namespace=namespace.name) for word in self.command]
        if self.inside:
            command = namespace.command(*command)
        streams = {"stdout": output, "stderr": subprocess.DEVNULL, self.stream: subprocess.PIPE}
        process = subprocess.Popen(command, **streams)
        try:
            wait_for(getattr(process, self.stream), self.ready, self.name)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(stream, text, name):
    seen, end = b"", time.monotonic() + 30
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while text.encode() not in seen:
            if not selector.select(max(0, end - time.monotonic())):
                raise SystemExit(f"bench: {name} does not begin: {seen.decode()}")
            chunk = os.read(stream.fileno(), 4096)
            if not chunk:
                raise SystemExit(f"bench: {name} ended: {seen.decode()}")
            seen += chunk


def tools(whyreset):
    return [
        Tool("whyreset", [whyreset, "watch", "--netns", "{namespace}"], "watching"),
        Tool("tcpdump", ["tcpdump", "-i", "any", "-n", "-l", RESETS], "listening", inside=True),
        # In a mount namespace of its own, as tracefs is not mounted everywhere.
        Tool("bpftrace", ["unshare", "-m", "sh", "-c", "mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null; "
                          "exec bpftrace " + os.path.join(os.path.dirname(os.path.abspath(__file__)), "resets.bt")],
             "ready", stream="stdout"),
    ]
