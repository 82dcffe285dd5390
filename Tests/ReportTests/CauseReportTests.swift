import Diagnosis
import Knowledge
import Testing

@testable import Report

@Suite struct CauseReportTests {
  @Test(arguments: Language.allCases) func aPageLooksAsItsGoldenFile(language: Language) throws {
    let report = ArticleReport(style: Style(language: language))
    try expectSnapshot(
      "cause.\(language.rawValue).txt", report.render(Article(FakeOverflow.self, fakeCauses)))
  }

  @Test(arguments: Language.allCases) func theDocumentLooksAsItsGoldenFile(language: Language)
    throws
  {
    let pages = fakeCauses.causes.map { Article($0, fakeCauses) }
    let markdown = ArticleMarkdown(language: language).document(pages, lines: [])
    try expectSnapshot("causes.\(language.rawValue).md", markdown)
  }

  @Test func bothLanguagesSayTheSameThings() {
    let pages = Language.allCases.map { language in
      ArticleReport(style: Style(width: 100, language: language))
        .render(Article(FakeOverflow.self, fakeCauses))
        .split(separator: "\n", omittingEmptySubsequences: false)
    }
    #expect(pages[0].filter(\.isEmpty).count == pages[1].filter(\.isEmpty).count)
  }

  @Test func noLineOfAPageExceedsTheWidth() {
    for language in Language.allCases {
      let style = Style(width: 60, language: language)
      let page = ArticleReport(style: style).render(Article(FakeOverflow.self, fakeCauses))
      for line in page.split(separator: "\n") {
        #expect(line.displayWidth <= 60 && !line.hasSuffix(" "), "\(line)")
      }
    }
  }
}

@Suite struct TableTests {
  private var table: Table {
    var table = Table([
      Table.Column("Scenario"), Table.Column("Runs", alignment: .trailing),
      Table.Column("What it shows", isProminent: true),
    ])
    table.add(["accept-queue-overflow", "20", "The server's accept queue was full"])
    table.add(["keepalive-race", "3", "服务端关闭空闲连接的同时，客户端正好复用了它"])
    table.add(["hostile\u{1b}", "", "a\nb"])
    return table
  }

  @Test(arguments: [80, 60, 40]) func looksAsItsGoldenFile(width: Int) throws {
    try expectSnapshot("table.\(width).txt", table.render(Style(width: width)))
  }

  @Test(arguments: [40, 47, 60, 80]) func fitsItsWidth(width: Int) {
    for line in table.render(Style(width: width)).split(separator: "\n") {
      #expect(line.displayWidth <= width && !line.hasSuffix(" "), "\(line)")
    }
  }

  @Test func anEmptyTableIsItsHeadings() {
    #expect(Table([Table.Column("A"), Table.Column("B")]).render(Style()) == "A  B\n")
  }
}
