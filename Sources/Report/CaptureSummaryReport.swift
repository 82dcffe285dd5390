internal import Capture
internal import Diagnosis
internal import Facts

/// The summary of a capture as text: totals first, then causes, endpoints, time-outs, and the groups of findings.
public struct CaptureSummaryReport: Sendable {
  public let style: Style
  public let causes: CauseIndex
  /// Whether the first finding of each group is shown in full.
  private let showsExamples: Bool
  /// So many groups are shown in full; the others have a line each.
  private static let examples = 12
  private static let lines = 40

  public init(style: Style, causes: CauseIndex = CauseIndex(), showsExamples: Bool = true) {
    self.style = style
    self.causes = causes
    self.showsExamples = showsExamples
  }

  public func render(_ summary: CaptureSummary) -> String {
    var page = Page(style)
    totals(summary, &page)
    if summary.findings > 0 { counts(summary, &page) }
    timeouts(summary, &page)
    page.blank()
    return page.text + (showsExamples ? examples(summary) : "")
  }

  private func totals(_ summary: CaptureSummary, _ page: inout Page) {
    let totals = summary.totals
    let numbers = Text(
      en: """
        \(summary.packets) packets, \(totals.segments) of TCP; \(totals.connections) connections; \
        \(totals.resets) RSTs; \(summary.findings) findings\(harmless(summary).en)
        """,
      zh: """
        共 \(summary.packets) 个报文，其中 TCP \(totals.segments) 个；\(totals.connections) 个连接；\
        \(totals.resets) 个 RST；\(summary.findings) 项结论\(harmless(summary).zh)
        """)
    page.paragraph([Run(say(numbers), .strong)], indent: 0, hanging: 2)
    if totals.malformed > 0 {
      line(
        Text(
          en: "\(totals.malformed) packets have headers that are cut off or wrong",
          zh: "\(totals.malformed) 个报文的首部不完整或有错"), &page)
    }
    if totals.retired > 0 {
      line(
        Text(
          en: "\(totals.retired) connections were given up after a long silence",
          zh: "\(totals.retired) 个连接因长时间静默而不再跟踪"), &page)
    }
  }

  private func harmless(_ summary: CaptureSummary) -> Text {
    summary.harmless == 0
      ? Text("")
      : Text(en: ", \(summary.harmless) of them harmless", zh: "（其中 \(summary.harmless) 项无害）")
  }

  private func counts(_ summary: CaptureSummary, _ page: inout Page) {
    page.blank()
    let columns = String(summary.findings).count + 2
    for (cause, count) in summary.causes {
      let title =
        cause.map { causes.title($0, style.language) } ?? say(Words.unknownCause(of: .reset))
      page.paragraph(
        [Run(title)], lead: [Run(String(count).leading(to: columns) + "  ", .strong)],
        indent: columns + 2)
    }
    guard summary.worstEndpoints.count > 1 else { return }
    page.blank()
    line(Text(en: "Most of them at", zh: "集中在"), &page)
    for (endpoint, count) in summary.worstEndpoints {
      page.paragraph(
        [Run("\(endpoint)")], lead: [Run(String(count).leading(to: columns) + "  ", .strong)],
        indent: columns + 2)
    }
  }

  private func timeouts(_ summary: CaptureSummary, _ page: inout Page) {
    let learned = summary.learnedTimeouts.prefix(10)
    guard !learned.isEmpty else { return }
    page.blank()
    line(Text(en: "Idle time-outs that servers showed", zh: "从抓包得出的服务端空闲超时"), &page)
    for (server, idle, closes) in learned {
      line(
        Text(
          en: "  \(server) closes after \(idle.inSeconds) idle (\(closes) times)",
          zh: "  \(server) 空闲 \(idle.inSeconds) 后关闭（\(closes) 次）"), &page)
    }
  }

  private func examples(_ summary: CaptureSummary) -> String {
    let report = TextReport(style: style, causes: causes)
    var text = ""
    let groups = summary.ranked
    for group in groups.prefix(Self.examples) {
      text += report.render(group.example)
    }
    for group in groups.dropFirst(Self.examples).prefix(Self.lines) {
      text += report.renderLine(group.example) + "\n"
    }
    let hidden = groups.count - Self.examples - Self.lines
    if hidden > 0 {
      text +=
        say(Text(en: "… and \(hidden) more groups: see --all", zh: "……另有 \(hidden) 组：见 --all"))
        + "\n"
    }
    return text
  }

  private func line(_ text: Text, _ page: inout Page) {
    page.paragraph([Run(say(text))], indent: 0, hanging: 2)
  }

  private func say(_ text: Text) -> String { text(style.language) }
}

extension CaptureSummary.Group {
  /// The first finding, with how many there are.
  var example: Finding {
    var finding = first
    finding.count = count
    return finding
  }
}

extension String {
  fileprivate func leading(to columns: Int) -> String {
    String(repeating: " ", count: Swift.max(0, columns - count)) + self
  }
}

extension Duration {
  /// Seconds with one decimal.
  var inSeconds: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    let tenths = (milliseconds + 50) / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
