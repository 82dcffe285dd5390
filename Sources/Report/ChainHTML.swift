internal import Diagnosis
public import Keepalive
internal import ServerConfig

/// A chain and its verdicts as one page that needs nothing else.
public struct ChainHTML: Sendable {
  public let style: Style
  /// So many pairs have a section of their own.
  static let mostLinks = 60

  public init(style: Style) { self.style = style }

  public func render(_ chain: Chain) -> String {
    let title = say(Text(en: "Idle connections along a chain", zh: "链路上的空闲连接"))
    let words = ChainWords(chain: chain)
    let judged = chain.judged
    var page = HTMLDocument.head(title, style)
    let picture = ChainPicture(chain: chain, columns: .max).lines.joined()
    page += "<header>" + title.html.tagged("h1") + "</header><main>" + picture.html.tagged("pre")
    page += changes(chain, judged, words)
    for (link, verdict) in judged.prefix(Self.mostLinks) { page += section(link, verdict, words) }
    if judged.count > Self.mostLinks {
      let hidden = judged.count - Self.mostLinks
      let text = Text(en: "\(hidden) more pairs are not shown.", zh: "另有 \(hidden) 对未显示。")
      page += say(text).html.tagged("p")
    }
    return page + "</main></body></html>\n"
  }

  private func changes(
    _ chain: Chain, _ judged: [(link: Link, verdict: LinkVerdict)], _ words: ChainWords
  ) -> String {
    let conclusion = ChainReport.fine(judged)
    if let conclusion { return say(conclusion).html.tagged("p") }
    let title = say(Words.change).html.tagged("h2")
    guard let repairs = chain.repairs else { return title + say(words.noChange).html.tagged("p") }
    let items = repairs.map { repair in
      (say(words.change(repair)).html + (repair.line.map { $0.html.tagged("pre") } ?? ""))
        .tagged("li")
    }
    return title + items.joined().tagged("ul")
  }

  private func section(_ link: Link, _ verdict: LinkVerdict, _ words: ChainWords) -> String {
    let title = "\(words.name(link.client.hop)) → \(words.name(link.server.hop))"
    let badge = say(ChainWords.status(verdict.status)).html.tagged("span", class: "badge")
    var html = "<section class=\"group\">" + (title.html + " " + badge).tagged("h2")
    html += bars(link, words.chain, isBroken: verdict.isBroken)
    let texts = [
      words.who(link, verdict), words.error(link, verdict), words.chance(verdict),
      words.caps(link), words.refreshed(link, verdict), words.unsure(link, verdict),
    ]
    html += texts.compactMap(\.self).map { say($0).html.tagged("p") }.joined()
    return html + "</section>"
  }

  /// The timers of a link, drawn to one scale.
  private func bars(_ link: Link, _ chain: Chain, isBroken: Bool) -> String {
    let rows = TimerRow.rows(of: link, in: chain)
    let longest = rows.compactMap(\.time).max() ?? .zero
    let cells = rows.map { row in
      let width = row.width(longest, columns: 300)
      let kind = isBroken && row.time == rows.compactMap(\.time).min() ? "harmful" : "harmless"
      let bar =
        "<svg viewBox=\"0 0 300 12\" role=\"img\"><rect class=\"\(kind)\" width=\"\(width)\" "
        + "height=\"12\" rx=\"2\"/></svg>"
      return
        (row.name.html.tagged("td") + bar.tagged("td")
        + say(ChainWords.limit(row.setting.value)).html.tagged("td", class: "number")
        + say(ChainWords.origin(row.setting.origin)).html.tagged("td", class: "faint"))
        .tagged("tr")
    }
    return cells.joined().tagged("table")
  }

  private func say(_ text: Text) -> String { text(style.language) }
}
