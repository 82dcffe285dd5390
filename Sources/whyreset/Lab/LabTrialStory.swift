import Diagnosis
import Facts
import Lab
import Report

/// A change that was tried, told to a person: before and after side by side, and whether it helped.
struct LabTrialStory {
  let run: LabTrialRun
  let style: Style

  var text: String {
    var story = Story(style)
    story.section(
      run.trial.change.isRight
        ? Text(en: "The fix", zh: "正确的处理") : Text(en: "A wrong fix", zh: "常见的误区"))
    story.add(run.cause.text(of: run.trial.change))
    if !run.changes.isEmpty {
      let changes = run.changes.prefix(8).joined(separator: "; ")
      story.add(Text(en: "changed here: \(changes)", zh: "此处的改动：\(changes)"))
    }
    if let before = run.before, let after = run.after {
      story.add(comparison(before, after))
    }
    story.add(verdict)
    return story.text
  }

  /// Whether it helped, in one sentence.
  var verdict: Text {
    if run.after == nil, let obstacle = run.obstacle {
      return run.failure == nil
        ? Text(en: "No lab can try it: \(obstacle.en)", zh: "无法在实验中验证：\(obstacle.zh)")
        : Text(en: "It could NOT be tried: \(obstacle.en)", zh: "未能验证：\(obstacle.zh)")
    }
    guard let after = run.after, let before = run.before else { return Text("") }
    if run.helped == true { return success(before, after) }
    let left = left(before, after)
    return run.trial.change.isRight
      ? Text(en: "It did NOT help: \(left.en).", zh: "没有效果：\(left.zh)。")
      : Text(en: "It does not help: \(left.en).", zh: "没有效果：\(left.zh)。")
  }

  private func success(_ before: LabFigures, _ after: LabFigures) -> Text {
    let (connects, sends) = (after.tally.connects, after.tally.sends)
    let did = Text(
      en: "It helped: \(connects) connections and \(sends) messages, and no call failed",
      zh: "有效：\(connects) 次连接、\(sends) 次发送，没有任何调用失败")
    switch run.trial.promise {
    case .ends: return Text(en: "\(did.en).", zh: "\(did.zh)。")
    case .endsAtPrice(let price):
      return Text(en: "\(did.en). But: \(price.en)", zh: "\(did.zh)。但是：\(price.zh)")
    case .remains:
      return Text(
        en: "\(did.en), though it is known not to help.", zh: "\(did.zh)，尽管一般认为它没有效果。")
    }
  }

  private func left(_ before: LabFigures, _ after: LabFigures) -> Text {
    var parts: [Text] = []
    if let mismatch = after.mismatches.first { parts.append(Text(mismatch)) }
    if after.tally.failures > 0 {
      let names = after.tally.failureNames
      parts.append(
        Text(
          en: "calls still fail (\(names), before: \(before.tally.failureNames))",
          zh: "仍有调用失败（\(names)，之前：\(before.tally.failureNames)）"))
    }
    if after.findings > 0 {
      parts.append(
        Text(
          en: "the cause was found \(after.findings) times again",
          zh: "再次诊断出同一原因 \(after.findings) 次"))
    }
    if !after.tally.isAsMuch(as: before.tally) {
      parts.append(Text(en: "the load was less than before", zh: "负载少于之前"))
    }
    return Text(
      en: parts.map(\.en).joined(separator: ", and "), zh: parts.map(\.zh).joined(separator: "，且"))
  }

  private func comparison(_ before: LabFigures, _ after: LabFigures) -> Table {
    var table = Table([
      Table.Column(""),
      Table.Column(Text(en: "before", zh: "之前")(style.language), alignment: .trailing),
      Table.Column(Text(en: "after", zh: "之后")(style.language), alignment: .trailing),
    ])
    for row in LabComparison.rows {
      let cells = [before, after].map(row.value)
      if cells == ["-", "-"] { continue }
      table.add([row.title(style.language)] + cells)
    }
    let counters = Set(before.counters.keys).union(after.counters.keys)
      .filter { LabComparison.telling.contains($0.rawValue) }
    for counter in counters.sorted(by: { $0.rawValue < $1.rawValue }) {
      let cells = [before, after].map { "\($0.counters[counter] ?? 0)" }
      table.add([counter.rawValue] + cells)
    }
    return table
  }
}

/// The rows of a comparison.
enum LabComparison {
  struct Row: Sendable {
    let title: Text
    let value: @Sendable (LabFigures) -> String
  }

  static let rows: [Row] = [
    Row(title: Text(en: "connections asked for", zh: "发起的连接")) { "\($0.tally.connects)" },
    Row(title: Text(en: "messages sent", zh: "发送的消息")) { "\($0.tally.sends)" },
    Row(title: Text(en: "RST segments", zh: "RST 报文")) { "\($0.resets)" },
    Row(title: Text(en: "calls that failed", zh: "失败的调用")) { $0.tally.failureNames },
    Row(title: Text(en: "found by the diagnosis", zh: "诊断出该原因的次数")) { "\($0.findings)" },
    Row(title: Text(en: "slowest connect", zh: "最慢的 connect")) {
      $0.tally.slowestConnect?.shortText ?? "-"
    },
    Row(title: Text(en: "slowest read", zh: "最慢的读取")) { $0.tally.slowestRead?.shortText ?? "-" },
  ]

  /// Fixed numbers that stand among the counters of /proc/net/snmp.
  private static let fixed: Set<String> = ["RtoAlgorithm", "RtoMin", "RtoMax", "MaxConn"]

  /// Whether it counts at all.
  static func moves(_ counter: Counter) -> Bool { !fixed.contains(counter.rawValue) }

  /// Counters that tell of trouble, by the kernel's names.
  static let telling: Set<String> = [
    "AttemptFails", "EstabResets", "ListenOverflows", "ListenDrops", "OutRsts", "RetransSegs",
    "SyncookiesFailed", "TCPAbortFailed", "TCPAbortOnClose", "TCPAbortOnData", "TCPAbortOnLinger",
    "TCPAbortOnMemory", "TCPAbortOnTimeout", "TCPReqQFullDrop", "TCPReqQFullDoCookies",
    "TCPTimeWaitOverflow", "PAWSEstab", "PAWSActive",
  ]
}

extension LabTally {
  /// `2: ECONNRESET, EPIPE`; `0` where none failed.
  var failureNames: String {
    let names =
      errors.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { $0.value == 1 ? $0.key.name : "\($0.key.name) ×\($0.value)" }
      + (endsOfFile == 0 ? [] : endsOfFile == 1 ? ["EOF"] : ["EOF ×\(endsOfFile)"])
    return names.isEmpty ? "0" : names.joined(separator: ", ")
  }
}
