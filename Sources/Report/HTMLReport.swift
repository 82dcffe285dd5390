internal import Capture
internal import Diagnosis
internal import Facts

/// The summary of a capture as one page that needs nothing else: no script, no picture, no network.
public struct HTMLReport: Sendable {
  public let style: Style
  public let causes: CauseIndex
  /// So many groups have a section of their own.
  public static let mostGroups = 60

  public init(style: Style, causes: CauseIndex = CauseIndex()) {
    self.style = style
    self.causes = causes
  }

  /// The whole page; `ladders` are those of the groups, in the order of `ranked`.
  public func render(_ summary: CaptureSummary, files: [String], ladders: [Ladder?]) -> String {
    let title = say(Text(en: "TCP resets", zh: "TCP 重置"))
    let groups = summary.ranked.prefix(Self.mostGroups)
    var page = HTMLDocument.head(title, style)
    page +=
      "<header>" + title.tagged("h1")
      + files.joined(separator: ", ").html.tagged("p", class: "files")
    page += "</header><main>" + totals(summary)
    page += TimeChart(histogram: summary.histogram, style: style).svg
    page += table(summary) + timeouts(summary)
    for (index, group) in groups.enumerated() {
      page += section(group, index, ladders.indices.contains(index) ? ladders[index] : nil)
    }
    let hidden = summary.ranked.count - groups.count
    if hidden > 0 {
      page += say(Text(en: "\(hidden) more groups are not shown.", zh: "另有 \(hidden) 组未显示。"))
        .tagged("p")
    }
    return page + "</main></body></html>\n"
  }

  private func totals(_ summary: CaptureSummary) -> String {
    let totals = summary.totals
    let figures: [(UInt64, Text)] = [
      (summary.packets, Text(en: "packets", zh: "报文")),
      (totals.connections, Text(en: "connections", zh: "连接")),
      (totals.resets, Text(en: "RSTs", zh: "RST 报文")),
      (UInt64(summary.findings), Text(en: "findings", zh: "结论")),
      (UInt64(summary.harmless), Text(en: "harmless", zh: "无害")),
    ]
    return figures.map { count, name in
      ("\(count)".tagged("b") + say(name).tagged("span")).tagged("div")
    }.joined().tagged("section", class: "totals")
  }

  private func table(_ summary: CaptureSummary) -> String {
    guard summary.findings > 0 else { return "" }
    let most = summary.causes.map { $0.count }.max() ?? 1
    let rows = summary.causes.map { cause, count in
      let title =
        cause.map { causes.title($0, style.language) } ?? say(Words.unknownCause(of: .reset))
      let meter = "<meter min=\"0\" max=\"\(most)\" value=\"\(count)\"></meter>"
      return
        (title.html.tagged("td") + "\(count)".tagged("td", class: "number") + meter.tagged("td"))
        .tagged("tr")
    }.joined()
    let places = summary.worstEndpoints.map { endpoint, count in
      ("\(endpoint)".html.tagged("td") + "\(count)".tagged("td", class: "number")).tagged("tr")
    }.joined()
    return heading(Text(en: "Causes", zh: "原因")) + rows.tagged("table")
      + heading(Text(en: "Servers with most of them", zh: "集中的服务端")) + places.tagged("table")
  }

  private func timeouts(_ summary: CaptureSummary) -> String {
    let learned = summary.learnedTimeouts.prefix(20)
    guard !learned.isEmpty else { return "" }
    let rows = learned.map { server, idle, closes in
      ("\(server)".html.tagged("td") + idle.inSeconds.tagged("td", class: "number")
        + "×\(closes)".tagged("td", class: "number")).tagged("tr")
    }.joined()
    return heading(Text(en: "Idle time-outs that servers showed", zh: "从抓包得出的服务端空闲超时"))
      + rows.tagged("table")
  }

  private func heading(_ text: Text) -> String { say(text).html.tagged("h2") }

  private func section(_ group: CaptureSummary.Group, _ index: Int, _ ladder: Ladder?) -> String {
    let finding = group.example
    let head = Headline(finding, style, causes)
    var html = "<section class=\"group\" id=\"g\(index)\">"
    html += (head.title.html + " " + badge(finding)).tagged("h2")
    html += Narrative(finding: finding, style: style).sentences.map { $0.html.tagged("p") }.joined()
    if !group.frames.isEmpty {
      let frames = group.frames.map { "#\($0)" }.joined(separator: ", ")
      let more = group.count > group.frames.count ? " …" : ""
      html += "\(say(Text(en: "Frames", zh: "帧号"))) \(frames)\(more)".tagged("p", class: "faint")
    }
    html += list(Words.why, finding.evidence.map { say($0.text).unfolded.html })
    html += list(Words.change, finding.fixes.map(fix))
    html += list(Words.or, finding.alternatives.map { causes.title($0.cause, style.language).html })
    html += list(Words.check, finding.steps.map(step))
    if let ladder, !ladder.steps.isEmpty {
      html +=
        LadderDrawing(
          ladder: ladder, client: finding.client.map { "\($0)" } ?? "",
          server: finding.server.map { "\($0)" } ?? "", language: style.language
        ).svg
    }
    return html + "</section>"
  }

  private func badge(_ finding: Finding) -> String {
    let word =
      finding.harmless == true
      ? Words.harmless
      : finding.cause == nil ? Words.unknown : Words.confidence(finding.confidence ?? .possible)
    let count = finding.count > 1 ? " ×\(finding.count)" : ""
    return (say(word) + count).html.tagged("span", class: "badge")
  }

  private func list(_ label: Text, _ items: [String]) -> String {
    items.isEmpty
      ? "" : say(label).html.tagged("h3") + items.map { $0.tagged("li") }.joined().tagged("ul")
  }

  private func fix(_ fix: Fix) -> String {
    say(fix.text).unfolded.html + (fix.command.map { $0.html.tagged("pre") } ?? "")
  }

  private func step(_ step: NextStep) -> String {
    (say(Words.place(step.place)) + say(step.text).unfolded).html
      + (step.command.map { $0.html.tagged("pre") } ?? "")
  }

  private func say(_ text: Text) -> String { text(style.language) }
}
