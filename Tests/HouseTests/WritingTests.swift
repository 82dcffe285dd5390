import Testing

/// What no file may say, wherever it stands.
@Suite struct WritingTests {
  @Test(arguments: SourceFile.written) func leavesNoNoteForLater(_ file: SourceFile) {
    let notes: Set = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    let words = file.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    #expect(notes.intersection(words) == [])
  }

  @Test(arguments: SourceFile.written) func staysInsideTheRepository(_ file: SourceFile) {
    #expect(!file.text.contains("../sha" + "red") && !file.text.contains("/work" + "/"))
  }

  @Test(arguments: SourceFile.shipped) func namesNoTypeAfterAVagueRole(_ file: SourceFile) {
    let vague =
      /\b(?:struct|class|enum|actor|protocol|typealias) (\w*(?:Manager|Helper|Util|Utils|Utility|Info|Data|Handler))\b/
    #expect(Skeleton.text(of: file.text).matches(of: vague).map { String($0.output.1) } == [])
  }

  /// Chinese follows the label `zh:`, with no `en:` between the two.
  @Test(arguments: SourceFile.shipped) func speaksChineseOnlyInTexts(_ file: SourceFile) {
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    var language = "en"
    for (number, line) in lines.enumerated() {
      for piece in line.matches(of: /\b(?:en|zh):|[\u{4E00}-\u{9FFF}]/) {
        if piece.output.hasSuffix(":") {
          language = String(piece.output.dropLast())
        } else if language == "en" {
          Issue.record("\(file.path):\(number + 1): Chinese outside zh:")
          return
        }
      }
    }
  }

  @Test(arguments: ["README.md", "README.zh.md"])
  func readmeShowsRealOutputWhereAScriptCanRefreshIt(_ path: String) throws {
    let text = try SourceFile(path).text
    let picture = try #require(
      text.firstMatch(of: /(?s)<!-- output:demo -->\n```text\n(.*?)\n```\n<!-- \/output -->/))
    #expect(picture.output.1.contains("connection") || picture.output.1.contains("连接"))
  }
}
