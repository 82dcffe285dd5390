import Diagnosis
import Testing

@testable import Report

@Suite struct LayoutTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("服务端", 6), ("ｆｕｌｌ", 8), ("e\u{301}", 1), ("한국", 4), ("ガ", 2),
    ("カ\u{3099}", 2), ("👩‍👩‍👧", 2), ("🇨🇳", 2), ("☎\u{fe0f}", 2), ("→ ×…“”", 6),
    ("\u{1112}\u{1161}\u{11ab}", 2),
    ("𠀀", 2), ("Ω", 1), ("₩￦", 3),
  ])
  func knowsHowWideTextIs(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }

  @Test(arguments: [
    ("plain text, 服务端 é 👩", "plain text, 服务端 é 👩"), ("\u{1b}[31m", "\\u{1b}[31m"),
    ("a\nb\r\tc", "a\\nb\\r\\tc"),
    ("\u{202e}\u{2066}\u{2028}", "\\u{202e}\\u{2066}\\u{2028}"), ("\u{9b}\u{7f}", "\\u{9b}\\u{7f}"),
    ("\u{e0041}\u{e000}\u{200b}", "\\u{e0041}\\u{e000}\\u{200b}"), ("a\\b", "a\\b"),
  ])
  func showsWhatATerminalWouldObey(text: String, visible: String) {
    #expect(text.sanitized == visible)
    #expect(visible.sanitized == visible)
  }

  @Test(arguments: [
    ("one two three", 9, ["one two", "three"]),
    ("one\u{a0}two three", 5, ["one\u{a0}t", "wo", "three"]),
    ("  spaces   are  one ", 80, ["spaces are one"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("服务端，队列（已满）", 6, ["服务", "端，队", "列（已", "满）"]),
    ("内核 tcp_check_req 回复", 14, ["内核", "tcp_check_req", "回复"]),
    ("", 10, [""]),
  ])
  func breaksLinesWhereAReaderWould(text: String, columns: Int, lines: [String]) {
    let wrapped = [Run(text)].wrapped(columns: columns)
    #expect(wrapped.map { $0.map(\.text).joined() } == lines)
  }

  @Test func everyWidthHoldsEveryText() {
    let text = [
      Run("很多字，却（没有）说什么；"), Run(" and a few words", .strong), Run("，混在一起。👩‍👩‍👧 end", .faint),
    ]
    for columns in 2...60 {
      for line in text.wrapped(columns: columns) { #expect(line.displayWidth <= columns) }
    }
  }

  @Test(arguments: [
    ("one\ntwo", "one two"), ("队列达到\n上限", "队列达到上限"), ("为 0；\nnet.core", "为 0；net.core"),
    ("队列上限\nmin(a)", "队列上限 min(a)"), (" a \n\n b ", "a b"), ("", ""),
  ])
  func joinsTheLinesOfAParagraph(text: String, joined: String) {
    #expect(text.unfolded == joined)
  }

  @Test func tellsParagraphsApart() {
    #expect("a\nb\n\n  \nc".paragraphs == ["a b", "c"])
  }
}
