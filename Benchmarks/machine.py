"""The machine that figures are of: processors, network namespaces, BPF statistics, processes."""

import ctypes
import hashlib
import os
import platform
import resource
import subprocess
import time


class Statistics:
    """BPF run-time statistics, on as long as this value lives (bpf(2), BPF_ENABLE_STATS)."""

    ENABLE_STATS, SYSCALL = 32, {"x86_64": 321, "aarch64": 280}

    def __enter__(self):
        attribute = (ctypes.c_uint32 * 32)()
        number = self.SYSCALL[platform.machine()]
        libc = ctypes.CDLL(None, use_errno=True)
        self.descriptor = libc.syscall(number, self.ENABLE_STATS, attribute, ctypes.sizeof(attribute))
        if self.descriptor < 0:
            raise OSError(ctypes.get_errno(), "bpf(BPF_ENABLE_STATS)")
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)


def program_time(pid):
    """Seconds and runs of the BPF programs that a process holds (bpf_prog_show_fdinfo())."""
    programs = {}
    for name in os.listdir(f"/proc/{pid}/fdinfo"):
        try:
            text = open(f"/proc/{pid}/fdinfo/{name}").read()
        except OSError:
            continue
        fields = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
        if "run_time_ns" in fields:
            programs[fields["prog_id"]] = (int(fields["run_time_ns"]), int(fields["run_cnt"]))
    return sum(p[0] for p in programs.values()) / 1e9, sum(p[1] for p in programs.values())


def process_time(pid):
    """Seconds of processor time of a process, in user space and in the kernel."""
    threads = os.listdir(f"/proc/{pid}/task")
    return sum(int(open(f"/proc/{pid}/task/{t}/schedstat").read().split()[0]) for t in threads) / 1e9


def resident(pid):
    """Bytes of resident memory now, and at their highest."""
    lines = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status") if ":" in line)
    return tuple(int(lines[key].split()[0]) * 1024 for key in ("VmRSS", "VmHWM"))


def anonymous(pid):
    """Bytes of resident memory that is neither of a file nor a mapped BPF ring."""
    lines = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status") if ":" in line)
    return int(lines["RssAnon"].split()[0]) * 1024


def children_time():
    """Seconds of processor time of the programs that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def interrupt_time():
    """Seconds of the threads that work off soft interrupts.

    What runs in another's time is in that one's already: the kernel keeps no account of its own
    (CONFIG_IRQ_TIME_ACCOUNTING off). Where it does, this is too little, and a share of it too high.
    """
    threads = [p for p in os.listdir("/proc") if p.isdigit() and name(p).startswith("ksoftirqd")]
    return sum(process_time(pid) for pid in threads)


def name(pid):
    try:
        return open(f"/proc/{pid}/comm").read()
    except OSError:
        return ""


def digest(path):
    """Tells one build of a program from another."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def description():
    model = [l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")]
    return {
        "kernel": platform.release(),
        "processors": os.cpu_count(),
        "model": model[0] if model else platform.machine(),
        "load": os.getloadavg()[0],
        "date": time.strftime("%Y-%m-%d"),
    }


class Namespace:
    """A network namespace of its own, with a loopback link; removed at the end of the block."""

    def __init__(self, role="server"):
        self.name = f"whyreset-bench-{os.getpid()}-{role}"

    def __enter__(self):
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        try:
            self.run("ip", "link", "set", "lo", "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run(["ip", "netns", "delete", self.name], check=False)

    def command(self, *command):
        return ["ip", "netns", "exec", self.name, *command]

    def run(self, *command):
        result = subprocess.run(
            self.command(*command), check=True, capture_output=True, text=True
        )
        return result.stdout

    def join(self, other):
        """A link to another namespace: 10.77.0.1 here, 10.77.0.2 there."""
        self.run("ip", "link", "add", "bench0", "type", "veth", "peer", "name", "bench0", "netns", other.name)
        for namespace, address in ((self, "10.77.0.1"), (other, "10.77.0.2")):
            namespace.run("ip", "address", "add", f"{address}/24", "dev", "bench0")
            namespace.run("ip", "link", "set", "bench0", "up")

    def resets_sent(self):
        """The kernel's own count: Tcp OutRsts of /proc/net/snmp (RFC 4022)."""
        lines = [line.split() for line in self.run("cat", "/proc/net/snmp").splitlines()]
        names, values = [line for line in lines if line[0] == "Tcp:"]
        return int(values[names.index("OutRsts")])
