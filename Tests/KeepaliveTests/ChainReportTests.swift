import Diagnosis
import Keepalive
import Report
import Testing

@Suite struct ChainReportTests {
  static let hostile = "<script>alert(1)</script>\u{1b}[2J\u{202e}&\"'=60s nginx=5s"

  @Test(arguments: Language.allCases) func aPageLoadsNothingAndEscapesAll(_ language: Language)
    throws
  {
    let chain = try ChainCase(Self.hostile, []).chain()
    let page = ChainHTML(style: Style(language: language)).render(chain)
    #expect(page.contains("default-src 'none'") && page.contains("prefers-color-scheme"))
    #expect(!page.contains("<script") && !page.contains("\u{1b}") && !page.contains("\u{202e}"))
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(page.contains("&lt;script&gt;") && page.hasSuffix("</html>\n"))
  }

  @Test(arguments: Language.allCases) func textAndJSONCannotSteerATerminal(_ language: Language)
    throws
  {
    let chain = try ChainCase(Self.hostile, []).chain()
    for text in [
      ChainReport(style: Style(language: language)).render(chain),
      ChainJSON(language: language).render(chain),
    ] {
      #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}"))
    }
  }

  @Test(arguments: ChainCase.all) func saysSomethingOfEachChain(_ example: ChainCase) throws {
    let chain = try example.chain()
    for language in Language.allCases {
      let text = ChainReport(style: Style(language: language)).render(chain)
      #expect(text.split(separator: "\n").count >= 5)
    }
  }
}
