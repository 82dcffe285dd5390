import Diagnosis
import Foundation
import Knowledge
import Testing

@testable import Report

@Suite struct ArticleTests {
  static let topics = Reference.standard.topics

  static func article(_ id: String) throws -> Article {
    try #require(topics.first { $0.id == id }).article
  }

  static func line(_ text: String) throws -> Article {
    let reading = try #require(LineReading(text))
    return Article(reading, LineVerdict(reading))
  }

  private static let reset =
    "Get \"http://10.0.0.2/x\": read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer"

  @Test(arguments: Language.allCases) func aParameterLooksAsItsGoldenFile(_ language: Language)
    throws
  {
    let page = try Self.article("net.ipv4.tcp_abort_on_overflow")
    let text = ArticleReport(style: Style(width: 80, language: language)).render(page)
    try expectSnapshot("parameter.\(language.rawValue).txt", text)
    try expectSnapshot(
      "parameter.\(language.rawValue).md", ArticleMarkdown(language: language).section(page))
  }

  @Test(arguments: Language.allCases) func aLineLooksAsItsGoldenFile(_ language: Language) throws {
    let page = try Self.line(Self.reset)
    let text = ArticleReport(style: Style(width: 80, language: language)).render(page)
    try expectSnapshot("line.\(language.rawValue).txt", text)
  }

  @Test(arguments: Language.allCases) func noLineOfAnyPageExceedsTheWidth(_ language: Language) {
    let report = ArticleReport(style: Style(width: 60, language: language))
    for topic in Self.topics {
      // Commands are never broken, so that they can be copied.
      let commands = Set(
        topic.article.sections.flatMap(\.blocks).flatMap(\.code).map { $0(language) })
      for line in report.render(topic.article).split(separator: "\n") {
        let isCommand = commands.contains(line.drop { $0 == " " }.description)
        #expect(isCommand || line.displayWidth <= 60 && !line.hasSuffix(" "), "\(line)")
      }
    }
  }

  @Test func everyLinkLeadsToAPage() throws {
    let ids = Set(Self.topics.map(\.id))
    for topic in Self.topics {
      for block in topic.article.sections.flatMap(\.blocks) {
        if let link = block.link { #expect(ids.contains(link), "\(topic.id) → \(link)") }
      }
    }
  }

  @Test(arguments: Language.allCases) func everyPageIsAnObjectOfTheSchema(_ language: Language)
    throws
  {
    let json = ArticleJSON(language: language)
    let reading = try #require(LineReading(Self.reset))
    let line = json.render(
      Article(reading, LineVerdict(reading)), [json.line(reading, LineVerdict(reading))])
    let pages = Self.topics.map { json.render($0.article) } + [line]
    let schema = try Self.schema()
    for page in pages {
      #expect(!page.contains("\n"))
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(page.utf8)) as? [String: Any])
      #expect(Set(object.keys).subtracting(schema.properties) == [])
      #expect(Set(schema.required).subtracting(object.keys) == [])
      #expect(object["schema"] as? String == "whyreset.explain/1")
      #expect(schema.kinds.contains(try #require(object["kind"] as? String)))
    }
  }

  private static func schema() throws -> (
    properties: Set<String>, required: [String], kinds: [String]
  ) {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/explain.schema.json").standardized
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let properties = try #require(root["properties"] as? [String: [String: Any]])
    return (
      Set(properties.keys), try #require(root["required"] as? [String]),
      try #require(properties["kind"]?["enum"] as? [String])
    )
  }

  /// `whyreset explain --all --format md` prints these files; RECORD_SNAPSHOTS=1 writes them anew.
  @Test(arguments: Language.allCases) func theDocumentationIsFresh(_ language: Language) throws {
    let text = ArticleMarkdown(language: language)
      .document(Self.topics.map(\.article), lines: LinePattern.documented)
    let name = language == .english ? "reference.md" : "reference.zh.md"
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/\(name)").standardized
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let written = try String(contentsOf: file, encoding: .utf8)
    #expect(
      text == written,
      "Documentation/\(name) is stale: RECORD_SNAPSHOTS=1 swift test --filter ArticleTests")
  }

  @Test func hostileTextIsShownAndDoesNothing() throws {
    let page = try Self.line("\u{1b}[2J dial tcp 10.0.0.2:80: connect: connection refused\u{7}")
    let text = ArticleReport(style: Style()).render(page)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }
}
