public import Diagnosis
public import Facts

/// What stands under the findings of a look at a host.
public struct CheckReport: Sendable {
  public let style: Style

  public init(style: Style) { self.style = style }

  /// What is fine: in one line, or with `listsAll` a line each. `netns` is named where several were looked at.
  public func remainder(_ verdict: HostVerdict, listsAll: Bool, netns: UInt64?) -> String {
    let place = netns.map { " (netns \($0))" } ?? ""
    let count = verdict.fine.count
    let line =
      verdict.findings.isEmpty
      ? Text(
        en: "Nothing wrong found\(place): \(count) things were looked at.",
        zh: "未发现问题\(place)：检查了 \(count) 项。")
      : Text(en: "\(count) other things are fine\(place).", zh: "其余 \(count) 项正常\(place)。")
    var page = Page(style)
    page.paragraph([Run(line(style.language), .strong)], indent: 0)
    if listsAll {
      for subject in verdict.fine {
        page.paragraph([Run(subject(style.language))], lead: [.spaces(2)], indent: 2)
      }
    }
    return page.text
  }

  /// What could not be looked at, and what would allow it; empty where nothing is missing.
  public func unread(_ snapshot: HostSnapshot) -> String {
    var page = Page(style)
    for part in snapshot.unread {
      let text = Text(
        en: "Not looked at: \(Self.name(part.part).en) (\(part.why)).",
        zh: "未能检查：\(Self.name(part.part).zh)（\(part.why)）。")
      page.paragraph([Run(text(style.language).sanitized, .faint)], indent: 0)
    }
    return page.text
  }

  private static func name(_ part: UnreadPart.Part) -> Text {
    switch part {
    case .sockets: Text(en: "sockets", zh: "套接字")
    case .owners: Text(en: "which processes hold all listeners", zh: "部分监听套接字所属的进程")
    case .counters: Text(en: "counters", zh: "计数器")
    }
  }
}
