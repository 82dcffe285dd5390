import Facts

/// Processes that keep connections which their peers have closed.
enum UnclosedConnections: Check {
  static let subject = Text(en: "connections that the peer has closed", zh: "对端已关闭的连接")

  /// Fewer may be on their way to be closed; more are a habit.
  private static let many = 100

  static func examine(_ host: HostSnapshot) -> [Finding] {
    host.programs.filter { $0.closeWait >= many }.map { program in
      let growth = program.closeWaitGrowth
      var finding = host.advice(
        nil, cause: ConnectionLeak.id, confidence: growth > 0 ? .likely : .possible,
        process: program.process)
      finding.evidence = [
        Reason(
          "close-wait", "\(program.closeWait)",
          Text(
            en: "\(program.closeWait) connections in CLOSE_WAIT"
              + (growth > 0 ? ", \(growth) more than a moment ago" : ""),
            zh: "处于 CLOSE_WAIT 的连接有 \(program.closeWait) 个"
              + (growth > 0 ? "，刚才又增加了 \(growth) 个" : "")
          ))
      ]
      finding.fixes = [closing(program.process.pid)]
      return finding
    }
  }

  private static func closing(_ pid: Int32) -> Fix {
    Fix(
      Text(
        en: "Close after end of file: read each body to its end and close it, also after errors.",
        zh: "读到 EOF 后要关闭连接：把每个响应体读完并关闭，出错时也一样。"),
      command: "ss -tnp state close-wait | grep 'pid=\(pid),'")
  }
}
