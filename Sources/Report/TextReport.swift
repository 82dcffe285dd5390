public import Diagnosis
internal import Facts

/// Findings as text for a person at a terminal: the answer first, the evidence under it.
public struct TextReport: Sendable {
  public let style: Style
  public let causes: CauseIndex

  public init(style: Style, causes: CauseIndex = CauseIndex()) {
    self.style = style
    self.causes = causes
  }

  /// A block of lines and an empty line after it; one line alone where the finding is harmless and
  /// the style is not verbose.
  public func render(_ finding: Finding) -> String {
    finding.harmless == true && !style.verbose
      ? renderLine(finding)
      : FindingPage(finding, style, causes).text
  }

  /// The finding in one line, with how many it stands for: for repeats of what was explained, and
  /// for harmless ones.
  public func renderLine(_ finding: Finding) -> String {
    let head = Headline(finding, style, causes)
    let indent = head.lead.displayWidth
    let lines = places(of: finding).map { place in
      [head.title, place, finding.count > 1 ? "×\(finding.count)" : nil]
        .compactMap(\.self).joined(separator: " · ")
    }
    let fits = lines.first { $0.displayWidth <= style.measure - indent }
    // Between how many ends it was is told nowhere else.
    let fitting = fits ?? (finding.foldedEnds != nil ? lines[0] : lines[lines.count - 1])
    var page = Page(style)
    page.paragraph([Run(fitting, head.lineInk)], lead: head.lead, indent: indent)
    return page.text
  }

  /// Ways to say where it was, the fullest first.
  private func places(of finding: Finding) -> [String?] {
    if let ends = finding.foldedEnds { return [ends.text(style.language)] }
    return [Narrative(finding: finding, style: style).connection, finding.server?.description]
      .filter { $0 != nil } + [nil]
  }
}

extension Finding {
  /// Between which ends those were that it tells of together; nil where all had the same.
  fileprivate var foldedEnds: Reason? { evidence.first { $0.fact == Reason.foldedEnds } }
}
