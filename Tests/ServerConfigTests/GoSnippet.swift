import ServerConfig
import Testing

/// Go source as people write it, and what its sides are: `client 90000@7` is a client that gives up after 90 s, set in
/// line 7; `never`, `unkept` and `?expression` stand for the other answers.
struct GoSnippet: CustomTestStringConvertible {
  let testDescription: String
  let code: String
  let sides: [String]

  init(_ name: String, _ sides: [String], _ code: String) {
    testDescription = name
    self.sides = sides
    self.code = code
  }

  static let head = "package main\nimport (\"net\"; \"net/http\"; \"time\")\n"

  static func describe(_ side: SideReading) -> String {
    let role = side.role.rawValue
    switch side.idle {
    case .absent: return "\(role) absent"
    case .value(let limit, let place): return "\(role) \(spell(limit))@\(place.line)"
    case .assumed(let limit, _): return "\(role) assumed \(spell(limit))"
    case .unknown(let text, let place): return "\(role) ?\(text)@\(place.line)"
    }
  }

  static func spell(_ limit: IdleLimit) -> String {
    switch limit {
    case .after(let time):
      "\(time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000)"
    case .never: "never"
    case .unkept: "unkept"
    }
  }

  /// Snippets begin in line 3.
  static let literals = [
    GoSnippet(
      "a literal in seconds", ["client 300000@3"],
      "var tr = &http.Transport{IdleConnTimeout: 300 * time.Second}"),
    GoSnippet(
      "without the field there is no limit", ["client never@3"],
      "var tr = &http.Transport{MaxIdleConns: 10}"),
    GoSnippet(
      "an empty literal", ["client never@3"],
      "func f() *http.Transport { return &http.Transport{} }"),
    GoSnippet(
      "zero is no limit", ["client never@3"], "var tr = http.Transport{IdleConnTimeout: 0}"),
    GoSnippet(
      "new(http.Transport)", ["client never@4"],
      "func f() {\n\ttr := new(http.Transport)\n\t_ = tr\n}"),
    GoSnippet("a declared variable", ["client never@3"], "var tr http.Transport"),
    GoSnippet(
      "several lines", ["client 90000@5"],
      "var tr = &http.Transport{\n\tMaxIdleConns: 100,\n\tIdleConnTimeout: 90 * time.Second,\n}"),
    GoSnippet(
      "minutes", ["client 120000@3"], "var tr = &http.Transport{IdleConnTimeout: 2 * time.Minute}"),
    GoSnippet(
      "the unit first", ["client 30000@3"],
      "var tr = &http.Transport{IdleConnTimeout: time.Second * 30}"),
    GoSnippet(
      "the unit alone", ["client 60000@3"], "var tr = &http.Transport{IdleConnTimeout: time.Minute}"
    ),
    GoSnippet(
      "a sum", ["client 90000@3"],
      "var tr = &http.Transport{IdleConnTimeout: time.Minute + 30*time.Second}"),
    GoSnippet(
      "parentheses", ["client 300000@3"],
      "var tr = &http.Transport{IdleConnTimeout: (2 + 3) * time.Minute}"),
    GoSnippet(
      "a conversion", ["client 45000@3"],
      "var tr = &http.Transport{IdleConnTimeout: time.Duration(45) * time.Second}"),
    GoSnippet("nanoseconds", ["client 90000@3"], "var tr = &http.Transport{IdleConnTimeout: 90e9}"),
    GoSnippet(
      "a number without a unit is nanoseconds", ["client 0@3"],
      "var tr = &http.Transport{IdleConnTimeout: 90}"),
    GoSnippet(
      "digits with underscores", ["client 90000@3"],
      "var tr = &http.Transport{IdleConnTimeout: 90_000 * time.Millisecond}"),
    GoSnippet(
      "hexadecimal", ["client 90000@3"],
      "var tr = &http.Transport{IdleConnTimeout: 0x5a * time.Second}"),
    GoSnippet(
      "integer division", ["client 20000@3"],
      "var tr = &http.Transport{IdleConnTimeout: time.Minute / 3}"),
    GoSnippet(
      "a negative one is no limit", ["client never@3"],
      "var tr = &http.Transport{IdleConnTimeout: -1}"),
    GoSnippet(
      "keep-alives are off", ["client unkept@3"],
      "var tr = &http.Transport{DisableKeepAlives: true, IdleConnTimeout: time.Minute}"),
    GoSnippet(
      "keep-alives are not off", ["client 60000@3"],
      "var tr = &http.Transport{DisableKeepAlives: false, IdleConnTimeout: time.Minute}"),
    GoSnippet(
      "in a client", ["client 55000@3"],
      "var c = &http.Client{Transport: &http.Transport{IdleConnTimeout: 55 * time.Second}}"),
    GoSnippet(
      "comments between", ["client 55000@5"],
      "var tr = &http.Transport{\n\t// IdleConnTimeout: 1 * time.Second,\n\tIdleConnTimeout: /* below nginx */ 55 * time.Second,\n}"
    ),
  ]
}
