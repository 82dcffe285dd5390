import Testing

@testable import ServerConfig

/// The configuration of HAProxy, as people and packages write it.
struct HAProxyParserTests {
  private func parse(_ text: String) -> HAProxyParser.Result {
    HAProxyParser.parse([("haproxy.cfg", text)])
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a\tb  ", ["a", "b"]), ("a # b", ["a"]), ("a#b", ["a"]),
    ("a \\# b", ["a", "#", "b"]), ("a b\\ c", ["a", "b c"]), ("a \"b c\"", ["a", "b c"]),
    ("a 'b \"c\"'", ["a", "b \"c\""]), ("a \"b 'c'\"", ["a", "b 'c'"]), ("a ''", ["a", ""]),
    ("a \"b\"c", ["a", "bc"]), ("a \\x41\\n", ["a", "A\n"]), ("a \"$X\"", ["a", "$X"]),
    ("a \"${X-1}\"", ["a", "${X-1}"]), ("a \"\\$X\"", ["a", "$X"]), ("a '\\x41'", ["a", "\\x41"]),
    ("a ^/\\.php$", ["a", "^/\\.php$"]), ("a b\r", ["a", "b"]), ("a 中文", ["a", "中文"]),
    ("a \\", ["a", "\\"]), ("", []), ("# only", []), ("a \"#\"", ["a", "#"]),
  ]) func cutsWords(_ line: String, _ words: [String]) throws {
    #expect(try HAProxyLexer.words(of: line, file: "", line: 1) == words)
  }

  @Test(arguments: [
    ("global\n a 'b", 2, 4, ConfigError.Problem.unterminatedQuote),
    ("global\n 中 \"b", 2, 4, .unterminatedQuote), ("global\n a \\xg1", 2, 6, .invalidEscape),
    ("a b\n", 1, 1, .outsideSection), (".endif", 1, 1, .misplacedCondition),
    (".if 1\nglobal", 2, 1, .unterminatedCondition),
  ]) func saysWhereItIsBroken(
    _ text: String, _ line: Int, _ column: Int, _ problem: ConfigError.Problem
  ) {
    let errors = parse(text).errors
    #expect(errors.map(\.problem) == [problem])
    #expect(errors.first?.place == ConfigPlace(file: "haproxy.cfg", line: line, column: column))
  }

  @Test func goesOnBehindABrokenLine() {
    let result = parse("global\n a 'b\n maxconn 7\nlisten x\n bind :80")
    #expect(result.errors.count == 1)
    #expect(HAProxySettings(result.sections).maxConnections.value == 7)
    #expect(HAProxySettings(result.sections).proxies.map(\.name) == ["x"])
  }

  @Test(arguments: [
    ("", [String]()), ("0", []), ("1", ["x"]), ("defined(X)", ["x?"]), ("!1", ["x?"]),
  ]) func takesConditionsAsFarAsTheyAreKnown(_ condition: String, _ seen: [String]) {
    let result = parse("global\n.if \(condition)\nx\n.else\ny\n.endif\nz")
    let lines = result.sections[0].directives.map { $0.words[0] + ($0.isConditional ? "?" : "") }
    let other = seen == ["x?"] ? ["y?"] : seen.isEmpty ? ["y"] : []
    #expect(lines == seen + other + ["z"])
  }

  @Test func aBranchBehindOneThatMayHoldIsNotCertain() {
    let text = "global\n.if feature(X)\na\n.elif 1\nb\n.elif 0\nc\n.else\nd\n.endif"
    let lines = parse(text).sections[0].directives
    #expect(lines.map(\.words) == [["a"], ["b"], ["d"]])
    #expect(lines.map(\.isConditional) == [true, true, true])
  }

  @Test func aSectionEndsWithItsFile() {
    let result = HAProxyParser.parse([("a", "global\n maxconn 1"), ("b", "maxconn 2")])
    #expect(result.errors.map(\.problem) == [.outsideSection])
  }

  @Test func aLongFileOfNothingEnds() {
    let nested = parse(String(repeating: ".if x\n", count: 1000)).errors.map(\.problem)
    #expect(nested == Array(repeating: .tooDeep, count: 936) + [.unterminatedCondition])
    #expect(parse(String(repeating: "'", count: 10_001)).errors.count == 1)
  }
}
