import Facts

/// A connection tracking table without room: packets of new connections are dropped.
enum ConntrackTable: Check {
  static let subject = Text(en: "connection tracking table", zh: "连接跟踪表")

  private static let highWater = 0.85

  static func examine(_ host: HostSnapshot) -> [Finding] {
    guard let use = host.conntrack, use.limit > 0,
      Double(use.entries) >= highWater * Double(use.limit)
    else { return [] }
    var finding = host.advice(
      use.entries >= use.limit
        ? Text(en: "The connection tracking table is full", zh: "连接跟踪表已满")
        : Text(en: "The connection tracking table is nearly full", zh: "连接跟踪表快满了"))
    finding.evidence = [
      Reason(
        "conntrack-entries", "\(use.entries) of \(use.limit)",
        Text(
          en: "\(use.entries) entries of at most \(use.limit) (nf_conntrack_max)",
          zh: "已有 \(use.entries) 条，上限 \(use.limit)（nf_conntrack_max）"))
    ]
    finding.fixes = fixes(use)
    return [finding]
  }

  private static func fixes(_ use: ConntrackUse) -> [Fix] {
    [
      Fix(
        Text(
          en:
            "Raise the limit; an entry takes about 320 bytes of kernel memory that cannot be swapped.",
          zh: "调大上限；每条约占 320 字节不可换出的内核内存。"),
        command: "sysctl -w net.netfilter.nf_conntrack_max=\(use.limit * 2)",
        undo: "sysctl -w net.netfilter.nf_conntrack_max=\(use.limit)"),
      Fix(
        Text(
          en: "See what fills it: one peer with many entries is a leak, a scan, or missing reuse.",
          zh: "查看是谁占满的：如果集中于某个对端，就是泄漏、扫描或连接没有复用。"),
        command:
          "conntrack -L -p tcp 2>/dev/null | grep -o ' dst=[^ ]*' | sort | uniq -c | sort -rn | head"
      ),
    ]
  }
}
