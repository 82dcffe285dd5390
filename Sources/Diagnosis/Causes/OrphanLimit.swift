import Facts

/// Too many closed sockets still had something to send, and the kernel aborts the next ones.
public enum OrphanLimit: Cause {
  public static let id = "orphan-limit"
  public static let family = Family.network
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel]

  public static let title = Text(
    en: "The host had too many closed connections that were not finished",
    zh: "主机上已关闭但未结束的连接（孤儿套接字）过多")

  public static let explanation = Text(
    en: """
      A program closed its connections, and the kernel went on to deliver what was left and the FIN: \
      such sockets are orphans, and net.ipv4.tcp_max_orphans bounds their number. Above it the kernel \
      resets instead of finishing, and what was not yet delivered is lost. Orphans pile up where many \
      peers vanish without a word, or where an old "tuning" file has lowered the limit.
      """,
    zh: """
      程序关闭连接后，内核还要把剩余数据和 FIN 送达，这样的套接字叫孤儿套接字，数量上限是 \
      net.ipv4.tcp_max_orphans。超过上限后内核不再善后，直接复位，未送达的数据随之丢失。大量对端无声\
      消失，或旧的“调优”文件调低了上限，都会让孤儿套接字堆积。
      """)

  public static let mechanism = Text(
    en: """
      __tcp_close() calls tcp_check_oom(): tcp_too_many_orphans() compares the count with the limit; \
      above it the reason is TCP_ABORT_ON_MEMORY (counter TCPAbortOnMemory). Timers do the same in \
      tcp_out_of_resources(), and count long-silent orphans two or four times. The kernel log says \
      "too many orphaned sockets".
      """,
    zh: """
      __tcp_close() 调用 tcp_check_oom()：tcp_too_many_orphans() 比较数量与上限，超过则以 \
      TCP_ABORT_ON_MEMORY 复位（计数器 TCPAbortOnMemory）。定时器在 tcp_out_of_resources() 中做同样的\
      检查，长时间无响应的孤儿按两倍或四倍计。内核日志为 “too many orphaned sockets”。
      """)

  public static let fixes: [Fix] = fixes(limit: 65536)

  private static func fixes(limit: Int) -> [Fix] {
    [
      Fix(
        Text(
          en: "See in which state the orphans are, and to which peers.",
          zh: "查看孤儿套接字处于什么状态、对端是谁。"),
        command: "ss -tno state fin-wait-1 state closing state last-ack"),
      Fix(
        Text(
          en: "Give vanished peers up sooner.", zh: "更早放弃已消失的对端。"),
        command: "sysctl -w net.ipv4.tcp_orphan_retries=3",
        undo: "sysctl -w net.ipv4.tcp_orphan_retries=0"),
      Fix(
        Text(
          en:
            "Raise the limit where memory allows it: an orphan holds up to 64 KiB that cannot be swapped.",
          zh: "内存允许时调大上限：每个孤儿最多占用 64 KiB 不可换出的内存。"),
        command: "sysctl -w net.ipv4.tcp_max_orphans=\(limit * 2)",
        undo: "sysctl -w net.ipv4.tcp_max_orphans=\(limit)"),
    ]
  }

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Lower net.ipv4.tcp_fin_timeout", zh: "调小 net.ipv4.tcp_fin_timeout"),
      why: Text(
        en: "It ends FIN_WAIT2, which hardly ever counts; FIN_WAIT1 waits for retransmissions.",
        zh: "它只影响 FIN_WAIT2，几乎不计入孤儿；FIN_WAIT1 等的是重传。")),
    WrongFix(
      Text(
        en: "Lower net.ipv4.tcp_max_orphans against attacks", zh: "为防攻击调小 net.ipv4.tcp_max_orphans"),
      why: Text(
        en: "It resets more connections, those of honest clients too.",
        zh: "只会重置更多连接，包括正常客户端的连接。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "tcp-memory-limit",
      Text(
        en: "The same reason; there the buffers of all sockets had filled net.ipv4.tcp_mem.",
        zh: "原因相同，但那是全部套接字的缓冲区用满了 net.ipv4.tcp_mem。")),
    LookAlike(
      "linger2-negative",
      Text(
        en: "There one program asked for the abort by TCP_LINGER2.",
        zh: "那种情况是程序自己用 TCP_LINGER2 要求中止。")),
    LookAlike(
      "unread-data-at-close",
      Text(
        en: "There the closed socket had unread data; its reason is TCP_ABORT_ON_CLOSE.",
        zh: "那种情况是关闭时有未读数据，原因为 TCP_ABORT_ON_CLOSE。")),
  ]

  public static let references = [
    "tcp(7): tcp_max_orphans, tcp_orphan_retries", "tcp_check_oom() in net/ipv4/tcp.c",
    "tcp_out_of_resources() in net/ipv4/tcp_timer.c", "RFC 9293 section 3.9.1.4 (CLOSE)",
  ]

  public static let lab = LabRecipe.notReproducible(
    because: Text(
      en: """
        The count and its limit are those of the whole host, in no network namespace: to reach it the \
        lab would have to lower it for all, and closed connections of other programs would be reset.
        """,
      zh: """
        孤儿数量及其上限属于整台主机，不随网络命名空间隔离：要触发它就得为所有程序调低上限，其他程序\
        刚关闭的连接也会被重置。
        """))

  public static func match(_ evidence: Evidence) -> Match? {
    guard let shortage = MemoryShortage(evidence), let confidence = shortage.ofOrphans else {
      return nil
    }
    var reasons = Reason.lackedMemory(evidence)
    if shortage.isOfOrphansOnly { reasons.append(nothingQueued) }
    if let usage = evidence.usage {
      reasons.append(
        .used(
          "orphans", usage.orphans, of: usage.orphanLimit,
          Text(en: "orphaned sockets", zh: "孤儿套接字")))
    }
    return Match(
      confidence, because: reasons,
      alternatives: confidence == .certain ? [] : ["tcp-memory-limit"],
      fixes: evidence.usage.map { fixes(limit: $0.orphanLimit) } ?? [])
  }

  private static let nothingQueued = Reason(
    "unacknowledged-bytes", "0 bytes",
    Text(
      en: "The socket had nothing but its FIN to send, so the limit on memory did not apply to it",
      zh: "该套接字除 FIN 外没有待发数据，内存上限对它不适用"))

  private static func sent(_ bytes: UInt32, _ sites: [String] = ["__tcp_close"]) -> SentReset {
    Sample.aborted(
      "TCP_ABORT_ON_MEMORY", sites,
      Sample.socket(.closed, was: .finWait1) {
        $0.unacknowledgedBytes = bytes
        $0.hasDescriptor = false
      })
  }

  private static func evidence(_ sent: SentReset, orphans: Int, pages: Int) -> Evidence {
    var evidence = Evidence(sent: sent)
    evidence.usage = TCPUsage(
      orphans: orphans, orphanLimit: 1000, pages: pages, pageLimit: 100_000)
    return evidence
  }

  public static let examples: [Example] = [
    .hit(
      "a close with nothing left but the FIN", .certain,
      Evidence(
        sent: sent(0),
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.peerClosedAt = Sample.ago(0.001)
        })),
    .hit(
      "1010 orphans of 1000, hardly any memory", .certain,
      evidence(sent(50_000), orphans: 1010, pages: 9000)),
    .hit(
      "orphans that had been silent count fourfold", .certain,
      evidence(
        Sample.sent("TCP_ABORT_ON_MEMORY", ["tcp_out_of_resources", "tcp_write_timer"]) {
          $0.socket = Sample.socket(.finWait1) { $0.unacknowledgedBytes = 9000 }
        }, orphans: 260, pages: 9000)),
    .hit(
      "both are near their limits", .likely, evidence(sent(50_000), orphans: 990, pages: 90_000)),
    .hit("the host's figures could not be read", .possible, Evidence(sent: sent(50_000))),
    .miss(
      "few orphans, and memory full", evidence(sent(50_000), orphans: 20, pages: 100_400)),
    .miss(
      "TCP_LINGER2 -1",
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_LINGER", ["__tcp_close"],
          Sample.socket(.closed, was: .finWait2) { $0.skipsFINWait2 = true }))),
  ]
}
