import Facts

/// Orphaned connections near their limit. The kernel weights them by up to four (`tcp_too_many_orphans()`,
/// `tcp_out_of_resources()`), so that resets begin at a quarter of it.
enum OrphanUse: Check {
  static let subject = Text(en: "orphaned connections and TCP memory", zh: "孤儿连接与 TCP 内存")

  static func examine(_ host: HostSnapshot) -> [Finding] {
    guard let usage = host.usage else { return [] }
    return [orphans(usage, host), memory(usage, host)].compactMap(\.self)
  }

  private static func orphans(_ usage: TCPUsage, _ host: HostSnapshot) -> Finding? {
    guard usage.orphans * 4 >= usage.orphanLimit, usage.orphans > 0 else { return nil }
    var finding = host.advice(
      Text(en: "Orphaned connections are near their limit", zh: "孤儿连接接近上限"))
    finding.evidence = [
      Reason(
        "orphans", "\(usage.orphans) of \(usage.orphanLimit)",
        Text(
          en:
            "\(usage.orphans) connections without a descriptor; the limit is \(usage.orphanLimit), and an idle one counts up to four times",
          zh: "没有描述符的连接有 \(usage.orphans) 个，上限 \(usage.orphanLimit)，空闲的最多按四倍计"))
    ]
    finding.fixes = OrphanLimit.fixes
    return finding
  }

  private static func memory(_ usage: TCPUsage, _ host: HostSnapshot) -> Finding? {
    guard usage.pageLimit > 0, usage.pages * 5 >= usage.pageLimit * 4 else { return nil }
    var finding = host.advice(
      Text(en: "TCP's buffers are near their limit of memory", zh: "TCP 缓冲区内存接近上限"))
    finding.evidence = [
      Reason(
        "tcp-memory", "\(usage.pages) of \(usage.pageLimit) pages",
        Text(
          en: "\(usage.pages) pages of at most \(usage.pageLimit) (net.ipv4.tcp_mem)",
          zh: "已用 \(usage.pages) 页，上限 \(usage.pageLimit) 页（net.ipv4.tcp_mem）"))
    ]
    finding.fixes = TCPMemoryLimit.fixes
    return finding
  }
}
