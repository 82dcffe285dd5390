import Facts

/// Packets that a CPU's backlog had no room for. They make retransmissions, never resets.
enum BacklogDrops: Check {
  static let subject = Text(en: "packet backlog of the CPUs", zh: "CPU 的收包队列")

  static func examine(_ host: HostSnapshot) -> [Finding] {
    guard host.backlogDrops > 0 else { return [] }
    var finding = host.advice(
      Text(en: "Packets are dropped before TCP sees them", zh: "报文在到达 TCP 之前就被丢弃"))
    finding.evidence = [
      Reason(
        "softnet-dropped", "+\(host.backlogDrops)",
        Text(
          en:
            "\(host.backlogDrops) packets found a CPU's backlog full just now (softnet_stat); that makes retransmissions, not resets",
          zh: "刚才有 \(host.backlogDrops) 个报文因 CPU 收包队列已满而丢弃（softnet_stat）；这会引起重传，不会引起 RST"))
    ]
    guard let limit = host.number(.deviceBacklog) else { return [finding] }
    finding.fixes = [
      Fix(
        Text(en: "Double the backlog, and look again.", zh: "把队列加倍后再观察。"),
        command: "sysctl -w net.core.netdev_max_backlog=\(limit * 2)",
        undo: "sysctl -w net.core.netdev_max_backlog=\(limit)")
    ]
    return [finding]
  }
}
