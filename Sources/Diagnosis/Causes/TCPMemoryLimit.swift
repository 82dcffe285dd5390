import Facts

/// The buffers of all TCP sockets together reached the host's limit.
public enum TCPMemoryLimit: Cause {
  public static let id = "tcp-memory-limit"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel]

  public static let title = Text(
    en: "The host's memory for TCP was used up", zh: "主机的 TCP 内存已用尽")

  public static let explanation = Text(
    en: """
      The buffers of all TCP sockets of the host, containers included, share one limit, the third \
      number of net.ipv4.tcp_mem. Above it the kernel resets sockets that their programs had closed \
      but whose data was still on its way, and drops segments for all others. Slow readers, many \
      connections with large buffers, or a limit from a "tuning" file bring a host there.
      """,
    zh: """
      主机（包括容器）上全部 TCP 套接字的缓冲区共用一个上限，即 net.ipv4.tcp_mem 的第三个数。超过之后，\
      程序已关闭但数据尚未送完的套接字会被内核复位，其他连接的报文则被丢弃。读得慢的程序、大量缓冲区很大\
      的连接，或“调优”文件里的过小数值，都会导致这种情况。
      """)

  public static let mechanism = Text(
    en: """
      tcp_check_oom() asks tcp_out_of_memory(): more than SOCK_MIN_SNDBUF queued on this socket, and \
      tcp_memory_allocated above tcp_mem[2]. Then __tcp_close() or tcp_out_of_resources() resets with \
      TCP_ABORT_ON_MEMORY (TCPAbortOnMemory); the log says "out of memory -- consider tuning tcp_mem".
      """,
    zh: """
      tcp_check_oom() 调用 tcp_out_of_memory()：该套接字排队数据超过 SOCK_MIN_SNDBUF，且 \
      tcp_memory_allocated 超过 tcp_mem[2]。随后 __tcp_close() 或 tcp_out_of_resources() 以 \
      TCP_ABORT_ON_MEMORY 复位（TCPAbortOnMemory）；内核日志为 “out of memory -- consider tuning tcp_mem”。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Find the sockets with the largest queues, and the programs that do not read or write.",
        zh: "找出队列最大的套接字，以及不读不写的程序。"),
      command: "ss -tmnp"),
    Fix(
      Text(
        en: "Bound the buffers: fewer connections, or a smaller maximum for each.",
        zh: "控制缓冲区总量：减少连接数，或调小单个缓冲区的最大值。"),
      command: "sysctl -w net.ipv4.tcp_wmem='4096 16384 1048576'",
      undo: "sysctl -w net.ipv4.tcp_wmem='4096 16384 4194304'"),
    Fix(
      Text(
        en:
          "Remove a tcp_mem from /etc/sysctl.d: the kernel's own value follows the host's memory.",
        zh: "删除 /etc/sysctl.d 中的 tcp_mem：内核默认值会随内存大小计算。"),
      command: "grep -rn tcp_mem /etc/sysctl.conf /etc/sysctl.d"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_rmem and tcp_wmem", zh: "调大 net.ipv4.tcp_rmem 和 tcp_wmem"),
      why: Text(
        en: "Each socket may then take more of what is used up.",
        zh: "每个套接字会占用更多本已耗尽的内存。")),
    WrongFix(
      Text(en: "Raise net.ipv4.tcp_max_orphans", zh: "调大 net.ipv4.tcp_max_orphans"),
      why: Text(
        en: "It bounds the number of closed sockets, not their memory.",
        zh: "它限制的是孤儿套接字的数量，而不是内存。")),
    WrongFix(
      Text(en: "Write tcp_mem in bytes", zh: "按字节填写 tcp_mem"),
      why: Text(
        en: "It is in pages: the limit becomes 4096 times too large, or is copied too small.",
        zh: "单位是页：按字节写会放大 4096 倍，照抄别人的数值又可能过小。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "orphan-limit",
      Text(
        en: "The same reason; there the number of closed sockets was too high.",
        zh: "原因相同，但那是已关闭的套接字数量超限。")),
    LookAlike(
      "process-died",
      Text(
        en: "There the OOM killer ended the program; this is the kernel's own limit for TCP.",
        zh: "那种情况是 OOM killer 杀死了程序；这里是内核自己的 TCP 上限。")),
  ]

  public static let references = [
    "tcp(7): tcp_mem", "tcp_check_oom() in net/ipv4/tcp.c",
    "tcp_out_of_memory() in include/net/tcp.h", "proc(5): /proc/net/sockstat",
  ]

  public static let lab = LabRecipe.notReproducible(
    because: Text(
      en: """
        tcp_mem is one limit for the whole host, in no network namespace: while it is reached, segments \
        of every other program are dropped.
        """,
      zh: """
        tcp_mem 是整台主机的上限，不随网络命名空间隔离：达到上限期间，其他所有程序的报文都会被丢弃。
        """))

  public static func match(_ evidence: Evidence) -> Match? {
    guard let shortage = MemoryShortage(evidence), let confidence = shortage.ofMemory else {
      return nil
    }
    var reasons = Reason.lackedMemory(evidence)
    if let usage = evidence.usage {
      reasons.append(
        .used(
          "tcp-memory", usage.pages, of: usage.pageLimit,
          Text(en: "pages of TCP memory in use", zh: "TCP 占用内存页数")))
    }
    return Match(
      confidence, because: reasons,
      alternatives: confidence == .certain ? [] : ["orphan-limit"])
  }

  private static func evidence(
    orphans: Int, pages: Int, unacknowledged: UInt32 = 80_000
  ) -> Evidence {
    var evidence = Evidence(
      sent: Sample.aborted(
        "TCP_ABORT_ON_MEMORY", ["__tcp_close"],
        Sample.socket(.closed, was: .finWait1) {
          $0.unacknowledgedBytes = unacknowledged
          $0.hasDescriptor = false
        }))
    evidence.usage = TCPUsage(
      orphans: orphans, orphanLimit: 1000, pages: pages, pageLimit: 100_000)
    return evidence
  }

  public static let examples: [Example] = [
    .hit("memory full, few orphans", .certain, evidence(orphans: 20, pages: 100_400)),
    .hit("both are near their limits", .likely, evidence(orphans: 700, pages: 95_000)),
    .miss(
      "nothing was queued on the socket",
      evidence(orphans: 20, pages: 100_400, unacknowledged: 0)),
    .miss("many orphans, little memory", evidence(orphans: 1001, pages: 2000)),
    .miss(
      "the OOM killer ended the program",
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", ["__tcp_close", "do_exit"],
          Sample.socket(.closed, was: .established) { $0.unreadBytes = 10 },
          exit: Sample.killed))),
  ]
}
