public import Facts

/// What the kernel's counters alone tell of the time between two looks: how many resets and failures there were,
/// and what kind of them, but not of which connections.
///
/// A reset or failure that several counters count is told once, by the counter that says most.
public func diagnose(_ change: CounterChange) -> [Finding] {
  CounterVerdict.all(of: change).map { $0.finding(change) }
}

/// One counter's part of the story.
private struct CounterVerdict {
  var counter: Counter
  var count: UInt64
  var kind = Finding.Kind.failure
  var cause: String?
  var confidence: Confidence?
  var alternatives: [String] = []
  var meaning: Text

  static func all(of change: CounterChange) -> [CounterVerdict] {
    (closes(change) + limits(change) + [otherSent(change), received(change)]
      + acceptQueue(change) + synQueue(change) + attempts(change)).filter { $0.count > 0 }
  }

  /// Resets by the reason that has a counter of its own (`tcp_close()`, `tcp_rcv_state_process()`).
  private static func closes(_ change: CounterChange) -> [CounterVerdict] {
    [
      CounterVerdict(
        counter: .abortOnClose, count: change[.abortOnClose], kind: .reset,
        cause: "unread-data-at-close", confidence: .likely,
        alternatives: ["process-died", "keepalive-race"],
        meaning: Text(
          en: "Connections were closed with bytes unread, and reset by that",
          zh: "关闭连接时还有数据未读，因此发出了 RST")),
      CounterVerdict(
        counter: .abortOnData, count: change[.abortOnData], kind: .reset,
        cause: "write-after-close", confidence: .possible,
        alternatives: ["linger-zero", "keepalive-race", "process-died"],
        meaning: Text(
          en: "Data came for connections that were closed, or SO_LINGER had a time of 0",
          zh: "连接关闭后又有数据到达，或 SO_LINGER 时间为 0")),
    ]
  }

  /// Resets by an option or a limit (`__tcp_close()`, `tcp_out_of_resources()`).
  private static func limits(_ change: CounterChange) -> [CounterVerdict] {
    [
      CounterVerdict(
        counter: .abortOnLinger, count: change[.abortOnLinger], kind: .reset,
        cause: "linger2-negative", confidence: .likely,
        meaning: Text(
          en: "Connections were closed with TCP_LINGER2 negative",
          zh: "关闭连接时 TCP_LINGER2 为负数")),
      CounterVerdict(
        counter: .abortOnMemory, count: change[.abortOnMemory], kind: .reset,
        cause: "orphan-limit", confidence: .possible, alternatives: ["tcp-memory-limit"],
        meaning: Text(
          en: "There were too many orphaned connections, or too little memory for TCP",
          zh: "孤儿连接过多，或 TCP 内存不足")),
    ]
  }

  /// OutRsts counts them all; those above are some of them.
  private static func otherSent(_ change: CounterChange) -> CounterVerdict {
    CounterVerdict(
      counter: .outgoingResets, count: change.rest(.outgoingResets, without: told), kind: .reset,
      meaning: Text(
        en: "This host sent resets for which the kernel has no counter of their own",
        zh: "本机发出了 RST，但内核没有按原因单独计数"))
  }

  private static let told: [Counter] = [
    .abortOnClose, .abortOnData, .abortOnLinger, .abortOnMemory,
  ]

  /// EstabResets counts resets that were sent, too, and time-outs: what is left of it was received.
  private static func received(_ change: CounterChange) -> CounterVerdict {
    CounterVerdict(
      counter: .establishedResets,
      count: change.rest(.establishedResets, without: [.outgoingResets, .abortOnTimeout]),
      kind: .reset,
      meaning: Text(
        en: "Established connections were reset by their peers", zh: "已建立的连接被对端重置"))
  }

  private static func acceptQueue(_ change: CounterChange) -> [CounterVerdict] {
    [
      CounterVerdict(
        counter: .listenOverflows, count: change[.listenOverflows],
        cause: "accept-queue-overflow", confidence: .likely,
        alternatives: ["file-descriptor-exhaustion"],
        meaning: Text(
          en: "Handshakes found a full accept queue", zh: "握手时全连接队列已满")),
      CounterVerdict(
        counter: .listenDrops,
        count: change.rest(.listenDrops, without: [.listenOverflows]),
        meaning: Text(
          en: "Listeners dropped handshakes for another reason than a full accept queue",
          zh: "监听套接字丢弃了握手，但原因不是全连接队列已满")),
    ]
  }

  private static func synQueue(_ change: CounterChange) -> [CounterVerdict] {
    [
      CounterVerdict(
        counter: .requestQueueDrops, count: change[.requestQueueDrops],
        cause: "syn-queue-overflow", confidence: .likely,
        meaning: Text(en: "SYNs found a full SYN queue", zh: "SYN 到达时半连接队列已满")),
      CounterVerdict(
        counter: .synCookiesFailed, count: change[.synCookiesFailed],
        cause: "syn-cookie-rejected", confidence: .possible, alternatives: ["stale-connection"],
        meaning: Text(
          en: "ACKs came with no valid SYN cookie", zh: "收到的 ACK 不带有效的 SYN cookie")),
    ]
  }

  /// AttemptFails counts handshakes at both ends; EmbryonicRsts those of them that a RST ended at the server.
  private static func attempts(_ change: CounterChange) -> [CounterVerdict] {
    [
      CounterVerdict(
        counter: .attemptFails, count: change[.attemptFails], cause: "port-closed",
        confidence: .possible, alternatives: ["firewall-reject", "accept-queue-overflow"],
        meaning: Text(
          en: "Handshakes failed: refused, timed out, or reset by the client",
          zh: "握手失败：被拒绝、超时，或被客户端重置")),
      CounterVerdict(
        counter: .abortOnTimeout, count: change[.abortOnTimeout], cause: "retransmission-timeout",
        confidence: .possible, alternatives: ["keepalive-probe-timeout"],
        meaning: Text(
          en: "Connections timed out: the peer did not answer", zh: "连接超时：对端没有应答")),
      CounterVerdict(
        counter: .timeWaitOverflow, count: change[.timeWaitOverflow], cause: "time-wait-overflow",
        confidence: .likely,
        meaning: Text(
          en: "There was no room for connections in TIME_WAIT",
          zh: "TIME_WAIT 连接数已达上限")),
    ]
  }
}

extension CounterVerdict {
  func finding(_ change: CounterChange) -> Finding {
    var finding = Finding(
      time: change.time, client: nil, server: nil, roles: .unknown, netns: change.netns,
      seen: .state, sender: .unknown)
    finding.kind = kind
    finding.count = Int(clamping: count)
    finding.firstTime = count > 1 ? change.since : nil
    let name = "\(counter.rawValue) +\(count)"
    finding.evidence = [
      Reason(
        "counter", name,
        Text(en: "\(meaning.en) (\(name))", zh: "\(meaning.zh)（\(name)）"))
    ]
    guard let known = catalog.first(where: { $0.id == cause }) else { return finding }
    finding.cause = cause
    finding.confidence = confidence
    finding.fixes = known.fixes
    finding.alternatives = alternatives.filter { id in catalog.contains { $0.id == id } }
      .map { Finding.Alternative($0, .possible) }
    return finding
  }
}

extension CounterChange {
  /// What is left of a counter when others' counts are taken off it.
  fileprivate func rest(_ counter: Counter, without others: [Counter]) -> UInt64 {
    let sum = others.reduce(0) { $0 + self[$1] }
    return self[counter] > sum ? self[counter] - sum : 0
  }
}
