public import Facts

/// The lines of configurations that decide when an idle connection is closed.
extension Evidence {
  /// The processes whose configuration may say how long they keep idle connections; none where no idle connection was
  /// closed.
  public var idleProcesses: [Process] {
    guard let idle = idleAtClose, idle >= Self.idleThreshold else { return [] }
    return [senderProcess, receiverProcess].compactMap(\.self)
  }

  /// The line that set the server's timer: the one whose time agrees with how long the connection had been idle.
  var serverIdleLine: IdleLine? {
    guard let idle = idleAtClose else { return nil }
    let tolerance = Self.tolerance(of: idle)
    return idleLines.first { $0.side == .server && abs($0.limit - idle) <= tolerance }
  }

  /// The line that lets the client keep connections for longer than that.
  var clientIdleLine: IdleLine? {
    guard let idle = idleAtClose else { return nil }
    return idleLines.first { $0.side == .client && $0.limit >= idle - Self.tolerance(of: idle) }
  }

  /// The two timers, as far as their lines are known.
  var idleLineReasons: [Reason] {
    let server = serverIdleLine.map { line in
      Reason(
        "server-timer", "\(line.limit.text), \(line.place)",
        Text(
          en: "\(line.place) lets the server close after \(line.limit.text) idle",
          zh: "\(line.place) 使服务端在空闲 \(line.limit.text) 后关闭"), source: .configuration)
    }
    let client = clientIdleLine.map { line in
      Reason(
        "client-timer", "\(line.limit.text), \(line.place)",
        Text(
          en: "\(line.place) lets the client keep idle connections for \(line.limit.text)",
          zh: "\(line.place) 使客户端保留空闲连接 \(line.limit.text)"), source: .configuration)
    }
    return [server, client].compactMap(\.self)
  }
}
