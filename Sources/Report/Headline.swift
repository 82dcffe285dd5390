internal import Diagnosis

/// The first line of a finding: when, how sure, what.
struct Headline {
  let finding: Finding
  let style: Style
  let title: String

  init(_ finding: Finding, _ style: Style, _ causes: CauseIndex) {
    self.finding = finding
    self.style = style
    title =
      finding.cause.map { causes.title($0, style.language) } ?? finding.title?(style.language)
      ?? Words.unknownCause(of: finding.kind)(style.language)
  }

  /// Time and verdict, up to the column where the title begins.
  var lead: [Run] {
    let tag = verdict.text(style.language)
    let padding = String(
      repeating: " ", count: Self.verdictColumns(style.language) - tag.displayWidth)
    return [
      Run(style.clock(finding.time) + "  ", .faint), Run(tag, verdict.ink), Run(padding + "  "),
    ]
  }

  /// How the title looks where the finding is one line only.
  var lineInk: Ink { finding.harmless == true ? .faint : .plain }

  private var verdict: (text: Text, ink: Ink) {
    if finding.harmless == true { return (Words.harmless, .faint) }
    if finding.kind == .advice { return (Words.advice, .likely) }
    guard finding.cause != nil else { return (Words.unknown, .unknown) }
    switch finding.confidence {
    case .certain: return (Words.confidence(.certain), .certain)
    case .likely: return (Words.confidence(.likely), .likely)
    case .possible, nil: return (Words.confidence(.possible), .possible)
    }
  }

  private static func verdictColumns(_ language: Language) -> Int {
    let words =
      Confidence.allCases.map(Words.confidence) + [Words.unknown, Words.harmless, Words.advice]
    return words.map { $0(language).displayWidth }.max() ?? 0
  }
}
