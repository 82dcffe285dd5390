import ServerConfig
import Testing

@Suite struct GoReaderTests {
  @Test func thereAreFortySnippetsAtLeast() { #expect(GoSnippet.all.count >= 40) }

  @Test(arguments: GoSnippet.all) func readsWhatPeopleWrite(_ snippet: GoSnippet) {
    let sides = GoReader.read([("main.go", GoSnippet.head + snippet.code + "\n")])
    #expect(sides.map(GoSnippet.describe) == snippet.sides)
  }

  @Test func knowsPackagesByOtherNames() {
    let code = """
      package a
      import web "net/http"
      import t "time"
      var tr = &web.Transport{IdleConnTimeout: 7 * t.Second}
      var no = &http.Transport{}
      """
    #expect(GoReader.read([("a.go", code)]).map(GoSnippet.describe) == ["client 7000@4"])
  }

  @Test func findsConstantsInOtherFilesOfThePackageOnly() {
    let use = GoSnippet.head + "var tr = &http.Transport{IdleConnTimeout: idle}\n"
    let constant = "package main\nimport \"time\"\nconst idle = 33 * time.Second\n"
    #expect(
      GoReader.read([("a/use.go", use), ("a/const.go", constant)]).map(GoSnippet.describe)
        == ["client 33000@3"])
    #expect(
      GoReader.read([("a/use.go", use), ("b/const.go", constant)]).map(GoSnippet.describe)
        == ["client ?idle@3"])
    #expect(
      GoReader.read([("a/use.go", use), ("a/x_test.go", constant)]).map(GoSnippet.describe)
        == ["client ?idle@3"])
  }

  @Test(arguments: [
    ("DialContext: (&net.Dialer{KeepAlive: 10 * time.Second}).DialContext", 10),
    ("DialContext: (&net.Dialer{Timeout: time.Second}).DialContext", 15),
    ("MaxIdleConns: 1", 15),
  ])
  func readsHowOftenTheDialerProbes(_ field: String, _ seconds: Int) throws {
    let code = GoSnippet.head + "var tr = &http.Transport{\(field)}\n"
    let side = try #require(GoReader.read([("a.go", code)]).first)
    guard case .value(let probes, _) = side.probes else { Issue.record("\(side.probes)"); return }
    #expect(probes == .seconds(seconds))
  }

  @Test func aDialerThatIsNotKnownIsUnknown() throws {
    let code = GoSnippet.head + "var tr = &http.Transport{DialContext: dial}\n"
    let side = try #require(GoReader.read([("a.go", code)]).first)
    guard case .unknown = side.probes else { Issue.record("\(side.probes)"); return }
  }

  /// Whatever the text, there is an answer, and soon.
  @Test func survivesAnyText() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "package a\n", "import \"net/http\"\n", "import \"time\"\n", "&http.Transport{", "}", "{",
      "(", ")", "tr", ":=", "=",
      ".", "IdleConnTimeout", ":", "90", "*", "time.Second", "\n", "\"", "`", "/*", "//", "é", ",",
      "func", "var", "const",
      "[", "]", "if", "1e400", "http.DefaultTransport", ".Clone()", "<<", "-", "/", "0", "%",
    ]
    for _ in 0..<3000 {
      let text = (0..<40).map { _ in pieces.randomElement(using: &random)! }.joined()
      _ = GoReader.read([("a.go", "package a\nimport (\"net/http\"; \"time\")\n" + text)])
      _ = NodeIdle.sides([("a.js", text)])
    }
    let deep = String(repeating: "(", count: 100_000)
    _ = GoReader.read([
      ("a.go", GoSnippet.head + "var t = &http.Transport{IdleConnTimeout: \(deep)1")
    ])
  }
}
