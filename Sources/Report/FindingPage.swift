internal import Diagnosis
internal import Facts

/// One finding as a block of labelled rows.
struct FindingPage {
  private let finding: Finding
  private let style: Style
  private let causes: CauseIndex
  private var page: Page

  /// What stands beside a label: a paragraph, a remark on it, and lines that are never broken.
  private struct Entry {
    var runs: [Run]
    var remark: String?
    var verbatim: [Run] = []
  }

  init(_ finding: Finding, _ style: Style, _ causes: CauseIndex) {
    self.finding = finding
    self.style = style
    self.causes = causes
    page = Page(style)
    let head = Headline(finding, style, causes)
    page.paragraph([Run(head.title, .strong)], lead: head.lead, indent: head.lead.displayWidth)
    addAnswer()
    if style.verbose { addBackground() }
    if let id = finding.cause { row(Words.id, [Entry(runs: [Run(id, .faint)])]) }
    page.blank()
  }

  var text: String { page.text }

  private mutating func addAnswer() {
    let narrative = Narrative(finding: finding, style: style)
    row(Words.who, narrative.sentences.map { Entry(runs: [Run($0)]) })
    row(finding.cause == nil ? Words.saw : Words.why, finding.evidence.map(entry))
    if finding.cause == nil { row(Words.kernel, kernel) }
    // A verdict that is only possible is to be checked before anything is changed.
    let changesFirst = finding.confidence != .possible
    if changesFirst { row(Words.change, finding.fixes.map(entry)) }
    row(Words.or, alternatives)
    row(Words.check, finding.steps.map(entry))
    if !changesFirst { row(Words.change, finding.fixes.map(entry)) }
  }

  private mutating func addBackground() {
    if let cause = finding.cause.flatMap({ causes[$0] }) {
      row(Words.not, cause.wrongFixes.map(entry))
      row(Words.how, say(cause.mechanism).paragraphs.map { Entry(runs: [Run($0)]) })
    }
    if finding.cause != nil { row(Words.kernel, kernel) }
    row(Words.detail, details)
  }

  private mutating func row(_ label: Text, _ entries: [Entry]) {
    let indent = 2 + Words.labelColumns + 2
    for (index, entry) in entries.enumerated() {
      let lead: [Run] = index == 0 ? [.spaces(2), Run(say(label), .faint)] : []
      page.paragraph(entry.runs, lead: lead, indent: indent, hanging: 2)
      if let remark = entry.remark { page.paragraph([Run(remark, .faint)], indent: indent + 2) }
      for line in entry.verbatim { page.verbatim(line.text, ink: line.ink, indent: indent + 4) }
    }
  }

  private func entry(_ reason: Reason) -> Entry {
    let remark = "\(reason.fact): \(reason.value) (\(reason.source.rawValue))"
    return Entry(runs: [Run(say(reason.text).unfolded)], remark: style.verbose ? remark : nil)
  }

  private func entry(_ fix: Fix) -> Entry {
    Entry(runs: [Run(say(fix.text).unfolded)], verbatim: fix.lines(style.language))
  }

  private func entry(_ step: NextStep) -> Entry {
    let text = say(Words.place(step.place)) + say(step.text).unfolded
    return Entry(runs: [Run(text)], verbatim: step.command.map { [Run($0, .strong)] } ?? [])
  }

  private func entry(_ wrong: WrongFix) -> Entry {
    let parts = [wrong.text, wrong.why].map { say($0).unfolded }
    return Entry(runs: [Run(parts.joined(separator: style.language.colon))])
  }

  /// The other causes that fit; a verdict that is not certain never hides them all.
  private var alternatives: [Entry] {
    if finding.confidence == .certain, !style.verbose { return [] }
    let shown = style.verbose ? finding.alternatives : Array(finding.alternatives.prefix(3))
    let hidden = finding.alternatives.count - shown.count
    var entries = shown.map { other in
      let runs = [Run(causes.title(other.cause, style.language)), Run(note(on: other), .faint)]
      return Entry(runs: runs)
    }
    if hidden > 0 {
      let more = Text(en: "and \(hidden) more: see --verbose", zh: "以及另外 \(hidden) 种：见 --verbose")
      entries.append(Entry(runs: [Run(say(more), .faint)]))
    }
    return entries
  }

  private func note(on other: Finding.Alternative) -> String {
    let sure = say(Words.confidence(other.confidence))
    let words = style.verbose && causes[other.cause] != nil ? "\(sure), \(other.cause)" : sure
    return say(Text(en: "\u{a0}(\(words))", zh: "（\(words)）"))
  }

  private var kernel: [Entry] {
    guard let kernel = finding.kernel else { return [] }
    let parts = [
      kernel.reason.map { Text(en: "reason \($0)", zh: "原因 \($0)") },
      kernel.state.map { Text(en: "state \($0)", zh: "状态 \($0)") },
      kernel.site.map { Text(en: "in \($0)", zh: "位于 \($0)") },
    ].compactMap(\.self).map { say($0) }
    return parts.isEmpty
      ? [] : [Entry(runs: [Run(parts.joined(separator: say(Text(en: ", ", zh: "，"))), .faint)])]
  }

  private var details: [Entry] {
    let first = finding.firstTime.map(style.dateTime)
    let lines = [
      style.dateTime(finding.time),
      first.map { say(Text(en: "the first at \($0)", zh: "首次发生于 \($0)")) },
      say(Words.seen(finding.seen)), say(Words.roles(finding.roles)),
      finding.netns == 0 ? nil : "netns \(finding.netns)",
    ]
    let places = [finding.clientProcess, finding.serverProcess].compactMap(\.self).flatMap(places)
    return (lines.compactMap(\.self) + places).map { Entry(runs: [Run($0, .faint)]) }
  }

  /// The whole ids of a process's container and pod, for tools that do not take short ones.
  private func places(of process: Process) -> [String] {
    [
      process.container.map {
        Text(en: "pid \(process.pid): container \($0)", zh: "pid \(process.pid)：容器 \($0)")
      },
      process.pod.map {
        Text(en: "pid \(process.pid): pod \($0)", zh: "pid \(process.pid)：Pod \($0)")
      },
    ].compactMap(\.self).map { say($0).sanitized }
  }

  private func say(_ text: Text) -> String { text(style.language) }
}

extension Fix {
  /// The command and how to take it back, as lines to copy; the second is a comment in shell and
  /// in every server's configuration, so that both can be pasted.
  func lines(_ language: Language) -> [Run] {
    [
      command.map { Run($0, .strong) },
      undo.map { Run("# \(Words.undo(language)): \($0)", .faint) },
    ].compactMap(\.self)
  }
}
