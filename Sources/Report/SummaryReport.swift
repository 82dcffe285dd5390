public import Diagnosis
internal import Facts

/// What a watch has seen, by cause: for the person who ends it.
public struct SummaryReport: Sendable {
  private let style: Style
  private let causes: CauseIndex

  /// An end of connections is named where it has at least this part of a cause's resets.
  private static let leastPart = 0.05

  public init(style: Style, causes: CauseIndex = CauseIndex()) {
    self.style = style
    self.causes = causes
  }

  /// Lines; `lost` is the number of events that never came.
  public func render(_ tally: Tally, in time: Duration, lost: UInt64) -> String {
    var page = Page(style)
    page.paragraph([Run(heading(tally, time), .strong)], indent: 0)
    let entries = tally.entries
    let columns = max(5, entries.map { "\($0.count)".count }.max() ?? 0)
    for entry in entries {
      let count = "\(entry.count)"
      let lead: [Run] = [.spaces(columns - count.count), Run(count)]
      page.paragraph(
        [Run(title(of: entry), entry.harmless == entry.count ? .faint : .plain)], lead: lead,
        indent: columns + 2)
      let rest = [entry.cause] + places(of: entry)
      let notes = rest.compactMap(\.self).joined(separator: " · ")
      if !notes.isEmpty { page.paragraph([Run(notes, .faint)], indent: columns + 2) }
    }
    if lost > 0 { page.paragraph([Run(say(Self.lost(lost)), .possible)], indent: 0) }
    return page.text
  }

  /// That events were lost, and why.
  public static func lost(_ count: UInt64) -> Text {
    Text(
      en: "\(count) events were lost: the kernel made them faster than they could be read",
      zh: "丢失了 \(count) 个事件：内核产生事件的速度超过了读取速度")
  }

  private func heading(_ tally: Tally, _ time: Duration) -> String {
    let resets = tally.count(of: .reset)
    let failures = tally.count(of: .failure)
    var parts = [Text(en: "\(resets) reset\(resets == 1 ? "" : "s")", zh: "\(resets) 次重置")]
    if failures > 0 {
      parts.append(
        Text(
          en: "\(failures) failure\(failures == 1 ? "" : "s") without one",
          zh: "\(failures) 次没有 RST 的失败"))
    }
    if tally.harmless > 0 {
      parts.append(Text(en: "\(tally.harmless) harmless", zh: "其中 \(tally.harmless) 次无害"))
    }
    let comma = say(Text(en: ", ", zh: "，"))
    return say(Text(en: "In \(time.told.en): ", zh: "\(time.told.zh)内："))
      + parts.map(say).joined(separator: comma)
  }

  private func title(of entry: Tally.Entry) -> String {
    entry.cause.map { causes.title($0, style.language) }
      ?? say(Words.unknownCause(of: entry.kind))
  }

  /// The ends that most of them have in common.
  private func places(of entry: Tally.Entry) -> [String] {
    [
      place(say(Text(en: "server", zh: "服务端")), entry.servers, of: entry.count),
      place(say(Text(en: "client", zh: "客户端")), entry.clients, of: entry.count),
    ].compactMap(\.self)
  }

  private func place<Value: CustomStringConvertible>(
    _ side: String, _ values: FrequentValues<Value>, of total: Int
  ) -> String? {
    guard let (value, count) = values.first, Double(count) >= Double(total) * Self.leastPart,
      count > 1 || total == 1
    else { return nil }
    let times = count == total ? "" : " ×\(values.areLeast ? "≥" : "")\(count)"
    return "\(side)\u{a0}\(value)\(times.replacing(" ", with: "\u{a0}"))"
  }

  private func say(_ text: Text) -> String { text(style.language) }
}

extension Duration {
  /// In the two largest units that fit, rounded down: `2 h 5 min`.
  var told: Text {
    let seconds = Int(components.seconds)
    let units = [
      (seconds / 86_400, Text(en: "d", zh: "天")), (seconds / 3600 % 24, Text(en: "h", zh: "小时")),
      (seconds / 60 % 60, Text(en: "min", zh: "分钟")), (seconds % 60, Text(en: "s", zh: "秒")),
    ]
    let first = units.firstIndex { $0.0 > 0 } ?? units.count - 1
    let shown = units[first...].prefix(2).filter { $0.0 > 0 }
    let parts = shown.isEmpty ? [units[units.count - 1]] : Array(shown)
    return Text(
      en: parts.map { "\($0.0) \($0.1.en)" }.joined(separator: " "),
      zh: parts.map { "\($0.0) \($0.1.zh)" }.joined(separator: " "))
  }
}
