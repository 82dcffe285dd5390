public import Diagnosis
internal import Facts

extension TextReport {
  /// The verdict and its evidence in one line, for a comment on a packet.
  public func renderComment(_ finding: Finding) -> String {
    let title = Headline(finding, style, causes).title
    let sure = finding.cause == nil ? nil : finding.confidence.map(Words.confidence)
    let verdict = sure.map {
      Text(en: "\(title) (\($0.en))", zh: "\(title)（\($0.zh)）")(style.language)
    }
    let reasons = finding.evidence.map { $0.text(style.language).unfolded }
    let parts = [verdict ?? title] + reasons + [finding.cause].compactMap(\.self)
    return "whyreset: " + parts.joined(separator: "; ").sanitized
  }
}
