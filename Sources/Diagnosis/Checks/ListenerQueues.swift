import Facts

/// Accept queues that overflow, have overflowed, or are about to.
enum ListenerQueues: Check {
  static let subject = Text(en: "accept queues of listeners", zh: "监听套接字的全连接队列")

  /// A queue as full as this has little room for a burst.
  private static let highWater = 0.8

  static func examine(_ host: HostSnapshot) -> [Finding] {
    host.listeners.compactMap { listener in
      if listener.queue > listener.limit { return overflow(listener, host) }
      let share = Double(listener.queue) / Double(max(listener.limit, 1))
      if listener.limit >= 8, share >= highWater { return nearlyFull(listener, host) }
      return overflowed(listener, host)
    }
  }

  /// A queue holds one connection more than its limit (`sk_acceptq_is_full()`): the next is dropped.
  private static func overflow(_ listener: ListeningSocket, _ host: HostSnapshot) -> Finding {
    var finding = host.advice(
      nil, cause: AcceptQueueOverflow.id,
      confidence: listener.recentDrops > 0 ? .certain : .likely, server: listener.local,
      process: listener.owner)
    if listener.recentDrops > 0 { finding.kind = .failure }
    if finding.confidence == .likely {
      finding.alternatives = [.init("file-descriptor-exhaustion", .possible)]
    }
    finding.evidence = [queue(listener)] + drops(listener, host)
    finding.fixes = fixes(listener, host)
    return finding
  }

  private static func nearlyFull(_ listener: ListeningSocket, _ host: HostSnapshot) -> Finding {
    var finding = host.advice(
      Text(en: "An accept queue is nearly full", zh: "有一个全连接队列快满了"),
      server: listener.local, process: listener.owner)
    finding.evidence = [queue(listener)] + drops(listener, host)
    finding.fixes = fixes(listener, host)
    return finding
  }

  /// Drops of the past count only where the namespace's own count says that a full queue was why.
  private static func overflowed(
    _ listener: ListeningSocket, _ host: HostSnapshot
  ) -> Finding? {
    guard listener.drops > 0, host.counters[.listenOverflows] ?? 0 > 0 else { return nil }
    var finding = host.advice(
      Text(en: "An accept queue has been full before", zh: "有一个全连接队列曾经满过"),
      server: listener.local, process: listener.owner)
    finding.evidence = drops(listener, host) + [queue(listener)]
    finding.fixes = fixes(listener, host)
    return finding
  }

  private static func queue(_ listener: ListeningSocket) -> Reason {
    Reason(
      "listener-queue", "\(listener.queue) of \(listener.limit)",
      Text(
        en: "\(listener.queue) connections wait for accept(); the limit is \(listener.limit)",
        zh: "等待 accept 的连接有 \(listener.queue) 个，上限为 \(listener.limit)"))
  }

  private static func drops(_ listener: ListeningSocket, _ host: HostSnapshot) -> [Reason] {
    let all = host.counters[.listenOverflows] ?? 0
    var reasons: [Reason] = []
    if listener.drops > 0 {
      reasons.append(
        Reason(
          "listener-drops", "\(listener.drops)",
          Text(
            en:
              "It has dropped \(listener.drops) handshakes since it began to listen, \(listener.recentDrops) of them just now",
            zh: "开始监听以来丢弃了 \(listener.drops) 次握手，其中刚才 \(listener.recentDrops) 次")))
    }
    if all > 0 {
      reasons.append(
        Reason(
          "counter", "ListenOverflows \(all)",
          Text(
            en: "ListenOverflows is \(all) in this network namespace",
            zh: "该网络命名空间的 ListenOverflows 为 \(all)")))
    }
    return reasons
  }

  private static func fixes(_ listener: ListeningSocket, _ host: HostSnapshot) -> [Fix] {
    [AcceptQueueOverflow.acceptFaster(port: listener.local.port), longerQueue(listener, host)]
  }

  /// The queue's limit is the smaller of what the program asked for and net.core.somaxconn, as they were at listen().
  private static func longerQueue(_ listener: ListeningSocket, _ host: HostSnapshot) -> Fix {
    let somaxconn = host.number(.somaxconn) ?? 4096
    let wanted = max(4096, Int(listener.limit) * 2)
    if Int(listener.limit) >= somaxconn {
      return Fix(
        Text(
          en: "The limit is net.core.somaxconn: raise it, then have the program listen again.",
          zh: "当前上限来自 net.core.somaxconn：调大后，程序需要重新 listen。"),
        command: "sysctl -w net.core.somaxconn=\(wanted)",
        undo: "sysctl -w net.core.somaxconn=\(somaxconn)")
    }
    if let line = host.listenLine(of: listener) { return line.longer(min(wanted, somaxconn)) }
    return Fix(
      Text(
        en:
          "The program asked for \(listener.limit); net.core.somaxconn allows \(somaxconn). Listen with more (nginx shown), and restart.",
        zh:
          "程序请求的 backlog 是 \(listener.limit)，net.core.somaxconn 允许 \(somaxconn)。调大 backlog（以 nginx 为例）并重启。"
      ),
      command: "listen \(listener.local.port) backlog=\(min(wanted, somaxconn));",
      undo: "listen \(listener.local.port);")
  }
}

extension HostSnapshot {
  /// The line that made the listener, where only one can have.
  fileprivate func listenLine(of listener: ListeningSocket) -> ListenLine? {
    let lines = listenLines.filter {
      $0.port == listener.local.port && $0.program.command == listener.owner?.command
    }
    return lines.count == 1 ? lines[0] : nil
  }
}

extension ListenLine {
  fileprivate func longer(_ wanted: Int) -> Fix {
    let asked = backlog ?? defaultBacklog
    let old = backlog.map { "listen \(address) backlog=\($0);" } ?? "listen \(address);"
    return Fix(
      Text(
        en: "\(file):\(line) asks for \(asked): give the line a larger backlog, and restart.",
        zh: "\(file):\(line) 请求的 backlog 是 \(asked)：在该行调大 backlog 并重启。"),
      command: "listen \(address) backlog=\(wanted);", undo: old)
  }
}
