import BPF
import Collectors
import Diagnosis
import Facts
import Linux
import Report

/// What the kernel and the rights of this process let one see beside the sources.
enum KernelExaminations {
  static func all() -> [Examination] {
    [
      reasons(), callSites(), processTree(), translations(), firewall(), owners(), namespaces(),
      kernelLog(),
    ]
  }

  /// `sk_rst_reason` came with Linux 6.10 (include/net/rstreason.h).
  private static func reasons() -> Examination {
    Examination(
      id: "reset-reasons",
      title: Text(en: "the kernel's own reason of a reset", zh: "内核自己给出的 RST 原因"),
      outcome: bpf { () throws(BPFError) in
        guard try KernelTypes().enumeration("sk_rst_reason") != nil else {
          throw BPFError(operation: "find sk_rst_reason", errno: LinuxError.absence)
        }
      },
      remedy: Text(
        en: "Linux 6.10 and later have it; before, the function that sent the reset decides.",
        zh: "Linux 6.10 起才有；更早的内核由发出 RST 的函数来判断。"))
  }

  private static func callSites() -> Examination {
    Examination(
      id: "call-sites",
      title: Text(en: "the kernel function that sent a reset", zh: "发出 RST 的内核函数"),
      outcome: linux { () throws(LinuxError) in
        if try KernelSymbols(of: ["tcp_v4_rcv"]).isEmpty {
          throw LinuxError(operation: "read /proc/kallsyms: no addresses", errno: LinuxError.denial)
        }
      },
      lack: nil,
      remedy: Text(
        en: "It needs CAP_SYSLOG; without it some causes are only likely.",
        zh: "需要 CAP_SYSLOG；否则部分原因只能判断为“很可能”。"))
  }

  private static func processTree() -> Examination {
    Examination(
      id: "process-tree",
      title: Text(
        en: "the processes of one command, for `whyreset run`",
        zh: "某个命令的所有进程，供 `whyreset run` 使用"),
      outcome: bpf { () throws(BPFError) in _ = try ProcessTree(root: ThisProcess.pid) },
      remedy: Text(en: "It needs CAP_BPF and CAP_PERFMON.", zh: "需要 CAP_BPF 和 CAP_PERFMON。"))
  }

  private static func translations() -> Examination {
    Examination(
      id: "connection-tracking",
      title: Text(en: "connection tracking: both ends behind NAT", zh: "连接跟踪：NAT 背后的两端"),
      outcome: linux { () throws(LinuxError) in
        let nowhere = SocketAddress(.ipv4, bits: 0x7f00_0001, port: 1)
        var tracking = try ConnectionTracking()
        _ = try tracking.translate(ConnectionTracking.Tuple(from: nowhere, to: nowhere))
      },
      remedy: Text(
        en: "It needs CAP_NET_ADMIN, and the kernel's nf_conntrack_netlink.",
        zh: "需要 CAP_NET_ADMIN，以及内核的 nf_conntrack_netlink。"))
  }

  private static func firewall() -> Examination {
    Examination(
      id: "firewall-rules",
      title: Text(
        en: "firewall rules: the one that rejected is named", zh: "防火墙规则：指出是哪条规则拒绝的"),
      outcome: linux { () throws(LinuxError) in
        var tables = try Nftables()
        _ = try tables.rules()
      },
      remedy: Text(
        en: "It needs CAP_NET_ADMIN, and the kernel's nf_tables.",
        zh: "需要 CAP_NET_ADMIN，以及内核的 nf_tables。"))
  }

  private static func owners() -> Examination {
    Examination(
      id: "socket-owners",
      title: Text(
        en: "descriptors of other users' processes: who holds a socket",
        zh: "其他用户进程的描述符：套接字属于谁"),
      outcome: linux { () throws(LinuxError) in _ = try Directory.entries("/proc/1/fd") },
      remedy: Text(en: "It needs CAP_SYS_PTRACE.", zh: "需要 CAP_SYS_PTRACE。"))
  }

  private static func namespaces() -> Examination {
    Examination(
      id: "namespaces",
      title: Text(
        en: "other network namespaces: containers, the lab",
        zh: "其他网络命名空间：容器、lab"),
      outcome: linux { () throws(LinuxError) in
        let other = try NetworkNamespace.anonymous()
        try other.run { () throws(LinuxError) in _ = try NetlinkSocket(.sockDiag) }
      },
      remedy: Text(en: "It needs CAP_SYS_ADMIN.", zh: "需要 CAP_SYS_ADMIN。"))
  }

  private static func kernelLog() -> Examination {
    Examination(
      id: "kernel-log",
      title: Text(en: "the kernel's log, for `whyreset check`", zh: "内核日志，供 `whyreset check` 使用"),
      outcome: linux { () throws(LinuxError) in _ = try FileDescriptor.open("/dev/kmsg") },
      remedy: Text(
        en: "It needs CAP_SYSLOG, or kernel.dmesg_restrict=0.",
        zh: "需要 CAP_SYSLOG，或 kernel.dmesg_restrict=0。"))
  }

  private static func linux(_ attempt: () throws(LinuxError) -> Void) -> Examination.Outcome {
    do throws(LinuxError) {
      try attempt()
      return .works
    } catch { return .fails(why: error.description) }
  }

  private static func bpf(_ attempt: () throws(BPFError) -> Void) -> Examination.Outcome {
    do throws(BPFError) {
      try attempt()
      return .works
    } catch { return .fails(why: error.description) }
  }
}
