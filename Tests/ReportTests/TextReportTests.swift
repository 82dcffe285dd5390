import Diagnosis
import Facts
import Testing

@testable import Report

/// The styles that golden files exist in.
private let styles: [(name: String, style: Style)] = [
  ("80", Style()),
  ("160", Style(width: 160)),
  ("40", Style(width: 40)),
  ("color", Style(color: true)),
  ("zh", Style(language: .chinese, utcOffset: .seconds(8 * 3600))),
  ("verbose", Style(verbose: true, utcOffset: .seconds(-34_200))),
  ("verbose.zh", Style(language: .chinese, verbose: true)),
]

private func render(_ style: Style) -> String {
  let report = TextReport(style: style, causes: fakeCauses)
  return Sample.all.map { report.render($0.finding) }.joined()
}

private func lines(_ text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

@Suite struct TextReportTests {
  @Test(arguments: styles.indices) func looksAsItsGoldenFile(index: Int) throws {
    try expectSnapshot("findings.\(styles[index].name).txt", render(styles[index].style))
  }

  @Test(arguments: Sample.all) func noLineExceedsTheWidthExceptCommands(sample: Sample) {
    for (_, style) in styles where !style.color {
      let finding = sample.finding
      let commands = finding.fixes.flatMap { [$0.command, $0.undo] } + finding.steps.map(\.command)
      let whole = commands.compactMap { $0?.sanitized }
      for line in lines(TextReport(style: style, causes: fakeCauses).render(finding)) {
        let isCommand = whole.contains { line.hasSuffix($0) }
        #expect(isCommand || line.displayWidth <= style.measure, "\(line)")
      }
    }
  }

  @Test(arguments: Sample.all) func commandsAreNeverBroken(sample: Sample) {
    let text = TextReport(style: Style(width: 40), causes: fakeCauses).render(sample.finding)
    guard sample.finding.harmless != true else { return }
    for command in sample.finding.fixes.compactMap(\.command) {
      let line = lines(text).first { $0.hasSuffix("  " + command.sanitized) }
      #expect(line != nil, "\(command)")
    }
  }

  @Test(arguments: styles.indices) func printsNoControlCharacterAndNoTrailingSpace(index: Int) {
    let style = styles[index].style
    let text = style.color ? render(style).withoutColor : render(style)
    for line in lines(text) {
      #expect(line.unicodeScalars.filter(\.isUnprintable) == [], "\(line.debugDescription)")
      #expect(!line.hasSuffix(" "), "\(line.debugDescription)")
    }
  }

  @Test func colorChangesNothingElse() {
    #expect(render(Style(color: true)).withoutColor == render(Style()))
  }

  @Test(arguments: Sample.all, [false, true])
  func bothLanguagesHaveTheSameRows(sample: Sample, verbose: Bool) {
    let pages = Language.allCases.map { language in
      lines(
        TextReport(
          style: Style(width: 4000, language: language, verbose: verbose), causes: fakeCauses
        )
        .render(sample.finding)
      ).map(isLabelled)
    }
    #expect(pages[0].filter(\.self).count == pages[1].filter(\.self).count)
  }

  @Test func aFindingThatIsNotCertainNamesItsAlternativesAndTheNextStep() {
    let text = TextReport(style: Style(), causes: fakeCauses).render(Sample.race.finding)
    #expect(text.contains("The peer had forgotten the connection (possible)"))
    #expect(text.contains("and 1 more: see --verbose"))
    #expect(text.contains("on the server: see after how many requests nginx closes"))
  }

  @Test func aHarmlessFindingIsOneLineUnlessVerbose() {
    let finding = Sample.harmless.finding
    #expect(lines(TextReport(style: Style(), causes: fakeCauses).render(finding)).count == 2)
    let verbose = TextReport(style: Style(verbose: true), causes: fakeCauses).render(finding)
    #expect(verbose.contains("no application call can fail because of it"))
  }

  @Test func repeatsFitOneLineThatCountsThem() {
    let report = TextReport(style: Style(width: 100), causes: fakeCauses)
    #expect(
      report.renderLine(Sample.folded.finding)
        == "08:48:02.113  certain   The server's accept queue was full"
        + " · 10.0.0.1:43526 → 10.0.0.2:80 · ×42\n")
  }

  @Test func whatIsOnlyPossibleIsCheckedBeforeAnythingIsChanged() throws {
    let text = TextReport(style: Style(), causes: fakeCauses).render(Sample.ipv6.finding)
    let check = try #require(text.firstRange(of: "  Check "))
    let change = try #require(text.firstRange(of: "  Change "))
    #expect(check.lowerBound < change.lowerBound)
  }

  @Test func anUnknownCauseComesWithTheCommandThatCanTell() {
    let text = TextReport(style: Style(), causes: fakeCauses).render(Sample.unknown.finding)
    #expect(text.contains("The cause of this reset is not known"))
    #expect(
      text.contains(
        "tcpdump -ni any -w reset.pcap 'tcp and host 10.0.0.1 and host 10.0.0.2 and port 80'"))
  }

  @Test func aCauseThatTheCatalogueLacksIsNamedByItsId() {
    let text = TextReport(style: Style(), causes: CauseIndex([])).render(Sample.overflow.finding)
    #expect(text.hasPrefix("08:48:02.113  certain   accept-queue-overflow\n"))
  }

  @Test(arguments: [
    (Int64.max, 50_400, "23:47:16.854"), (Int64.min, -43_200, "00:12:43.145"),
    (0, 34_200, "09:30:00.000"),
    (0, -34_200, "14:30:00.000"),
  ])
  func anyTimeCanBePrinted(nanoseconds: Int64, offset: Int, clock: String) {
    let style = Style(utcOffset: .seconds(offset))
    #expect(style.clock(Timestamp(nanoseconds: nanoseconds)) == clock)
  }

  private func isLabelled(_ line: String) -> Bool {
    line.hasPrefix("  ") && !line.hasPrefix("   ")
  }
}

extension String {
  /// The text without SGR sequences.
  var withoutColor: String { replacing(/\u{1b}\[[0-9;]*m/, with: "") }
}
