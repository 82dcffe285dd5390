import Diagnosis
import Facts
import Knowledge
import Lab

/// The table of what each scenario showed, in Markdown.
struct LabMatrix {
  let language: Language

  func heading(kernel: String, family: FamilyName) -> String {
    let title = Text(en: "What the kernel shows of each cause", zh: "每个原因在内核中的表现")
    let origin = Text(
      en: """
        Written by `whyreset lab matrix`: Linux \(kernel), \(family.rawValue). *Kernel*: reason of the RST, \
        state of the socket, and the function that sent it. *Programs*: what their calls ended in other than \
        success. *Counters*: those of /proc/net/snmp and /proc/net/netstat that tell of failures and moved. \
        *Verdict*: of all evidence; of the client's alone; of the server's alone.
        """,
      zh: """
        由 `whyreset lab matrix` 生成：Linux \(kernel)，\(family.rawValue)。*内核*：RST 的原因、套接字状态和发送函数。\
        *程序*：系统调用除成功以外的结果。*计数器*：/proc/net/snmp 和 /proc/net/netstat 中与失败有关且有增长的项。\
        *结论*：依次为依据全部证据、只依据客户端、只依据服务端。
        """)
    let columns = [
      Text(en: "Scenario", zh: "场景"), Text(en: "Kernel", zh: "内核"), Text(en: "Programs", zh: "程序"),
      Text(en: "Counters", zh: "计数器"), Text(en: "Verdict", zh: "结论"),
    ].map { $0(language) }
    return "# \(title(language))\n\n\(origin(language))\n\n" + line(columns)
      + line(columns.map { _ in "---" })
  }

  func row(_ run: LabRun) -> String {
    line([
      "`\(run.entry.scenario.id)`", kernel(run), programs(run), counters(run), verdict(run),
    ])
  }

  /// The causes that no lab can make happen, and why.
  var absent: String {
    let heading = Text(en: "Not made to happen", zh: "无法在实验环境中复现")
    let lines = catalog.compactMap { cause -> String? in
      guard case .notReproducible(let why) = cause.lab else { return nil }
      return "- `\(cause.id)`: \(why(language))\n"
    }
    return lines.isEmpty ? "" : "\n## \(heading(language))\n\n" + lines.joined()
  }

  private func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// What the finding that the scenario is about says, else the first that there is.
  private func main(_ run: LabRun) -> Finding? {
    let expected = run.entry.scenario.expected.kind
    return run.findings.first { $0.kind == expected && $0.cause == run.entry.cause }
      ?? run.findings.first
  }

  private func kernel(_ run: LabRun) -> String {
    guard let kernel = main(run)?.kernel else { return "–" }
    let parts = [kernel.reason, kernel.state, kernel.site].compactMap { $0.map { "`\($0)`" } }
    return parts.isEmpty ? "–" : parts.joined(separator: " ")
  }

  private func programs(_ run: LabRun) -> String {
    let hosts = [Scenario.Host.client, .server].compactMap { host -> String? in
      var seen: [String] = []
      for step in run.outcome?.steps ?? [] {
        guard case .on(host, _) = step.step, let outcome = step.outcome, outcome != .success,
          !seen.contains(outcome.name)
        else { continue }
        seen.append(outcome.name)
      }
      return seen.isEmpty ? nil : "\(host.rawValue): \(seen.joined(separator: ", "))"
    }
    return hosts.isEmpty ? "–" : hosts.joined(separator: "; ")
  }

  private func counters(_ run: LabRun) -> String {
    let hosts = [Scenario.Host.client, .server].compactMap { host -> String? in
      let counts = run.counters.counts[host] ?? [:]
      let moved = Self.telling.compactMap { name in counts[name].map { "\(name.rawValue) \($0)" } }
      return moved.isEmpty ? nil : "\(host.rawValue): \(moved.joined(separator: ", "))"
    }
    return hosts.isEmpty ? "–" : hosts.joined(separator: "; ")
  }

  /// Counters that some cause moves.
  private static let telling = CounterEntry.all.filter { !$0.causes.isEmpty }.map(\.counter)

  private func verdict(_ run: LabRun) -> String {
    guard run.isRight else {
      return Text(en: "**wrong**", zh: "**错误**")(language) + ": "
        + run.complaints.joined(separator: "; ")
    }
    return [main(run), run.clientView?.finding, run.serverView?.finding]
      .map { said($0, of: run) }.joined(separator: "; ")
  }

  private func said(_ finding: Finding?, of run: LabRun) -> String {
    guard let finding else { return "–" }
    let confidence = finding.confidence?.rawValue ?? "–"
    guard let cause = finding.cause else { return Text(en: "unknown", zh: "未知")(language) }
    return cause == run.entry.cause ? confidence : "\(confidence) `\(cause)`"
  }
}
