import Facts

/// Which of two limits made the kernel abort a socket that its program had closed (`tcp_check_oom`).
struct MemoryShortage {
  /// How near to its limit each was: 1 is full. Nil where it was not read.
  let orphans: Double?
  let memory: Double?
  /// Whether the socket had so little to send that the limit on memory does not apply to it.
  let isOfOrphansOnly: Bool

  /// From here on a limit counts as reached: the figures are read a moment after the reset.
  private static let full = 0.8
  private static let far = 0.25

  /// Nil where the kernel did not lack room.
  init?(_ evidence: Evidence) {
    guard evidence.lackedMemory, let socket = evidence.sent?.socket else { return nil }
    // tcp_out_of_resources() counts an orphan that has long been silent, or got an ICMP error, twice
    // each; tcp_out_of_memory() looks only at sockets with more than SOCK_MIN_SNDBUF queued.
    let weight = evidence.passed("tcp_out_of_resources") ? 4.0 : 1
    orphans = evidence.usage.map { weight * Double($0.orphans) / Double(max($0.orphanLimit, 1)) }
    memory = evidence.usage.map { Double($0.pages) / Double(max($0.pageLimit, 1)) }
    isOfOrphansOnly = socket.unacknowledgedBytes == 0
  }

  /// How surely it was the number of orphans; nil where it was not.
  var ofOrphans: Confidence? { isOfOrphansOnly ? .certain : Self.judge(orphans, against: memory) }

  /// How surely it was memory; nil where it was not.
  var ofMemory: Confidence? { isOfOrphansOnly ? nil : Self.judge(memory, against: orphans) }

  private static func judge(_ one: Double?, against other: Double?) -> Confidence? {
    guard let one, let other else { return .possible }
    if one >= full, other < far { return .certain }
    if other >= full, one < far { return nil }
    return one > other ? .likely : .possible
  }
}

extension Reason {
  static func lackedMemory(_ evidence: Evidence) -> [Reason] {
    let site = evidence.passed("tcp_out_of_resources") ? "tcp_out_of_resources" : "__tcp_close"
    return [
      Reason(
        "kernel-reason", "TCP_ABORT_ON_MEMORY",
        Text(
          en: "The kernel had no room for a socket that its program had closed",
          zh: "程序关闭套接字之后，内核已没有余量继续保留它")),
      .callSite(site),
    ]
  }

  static func used(_ fact: String, _ count: Int, of limit: Int, _ what: Text) -> Reason {
    Reason(
      fact, "\(count) of \(limit)",
      Text(
        en: "A moment later there were \(count) \(what.en); the limit is \(limit)",
        zh: "片刻之后的读数：\(what.zh) \(count)，上限 \(limit)"))
  }
}
