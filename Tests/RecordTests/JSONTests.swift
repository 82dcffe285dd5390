import Testing

@testable import Record

@Suite struct JSONTests {
  @Test(
    arguments: [
      ("null", .null), (" true\n", .bool(true)), ("false", .bool(false)),
      ("0", .number("0")), ("-0.5e+10", .number("-0.5e+10")), ("1E3", .number("1E3")),
      ("18446744073709551616", .number("18446744073709551616")),
      (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, .string("a\"\\/\u{8}\u{c}\n\r\té😀")),
      ("[]", .array([])), ("[1, [ ] ,\"\"]", .array([.number("1"), .array([]), .string("")])),
      ("{}", .object([:])),
      (
        "{ \"a\" : {\"b\":null} , \"c\":1}",
        .object(["a": .object(["b": .null]), "c": .number("1")])
      ),
    ] as [(String, JSON)])
  func reads(_ text: String, _ value: JSON) { #expect(JSON(text.utf8) == value) }

  @Test(arguments: [
    "", " ", "nul", "nullx", "True", "01", "-", "1.", ".5", "1e", "+1", "0x1", "NaN", "1 2",
    "\"", "\"\n\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
    "\"\\udc00\"", "'a'", "[", "[1", "[1,", "[1,]", "[,1]", "]", "{", "{\"a\"", "{\"a\":",
    "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\":1,\"a\":2}", "{1:2}", "[1}", "{]",
    "\u{feff}1", "/**/1",
  ])
  func refuses(_ text: String) { #expect(JSON(text.utf8) == nil) }

  @Test(arguments: [[0x22, 0xff, 0x22], [0x22, 0xc3, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0]])
  func refusesWhatIsNotUTF8(_ bytes: [UInt8]) { #expect(JSON(bytes) == nil) }

  @Test func nestsToItsLimitAndNoDeeper() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(JSON(nested(JSON.deepest).utf8) != nil)
    #expect(JSON(nested(JSON.deepest + 1).utf8) == nil)
    #expect(JSON(String(repeating: "[", count: 1_000_000).utf8) == nil)
  }

  @Test func everyTruncationOfAFindingIsRefused() {
    let bytes = Array(line().utf8)
    #expect(RecordedFinding(line: bytes) != nil)
    for length in 0..<bytes.count { #expect(RecordedFinding(line: bytes[..<length]) == nil) }
  }

  @Test(arguments: [
    ("\"schema\":\"whyreset.finding/1\"", "\"schema\":\"whyreset.finding/2\""),
    ("\"count\":1", "\"count\":0"), ("\"count\":1", "\"count\":1.5"), ("\"count\":1", "\"n\":1"),
    ("\"client\":\"10.0.0.1:40000\"", "\"client\":\"10.0.0.1\""),
    ("\"client\":\"10.0.0.1:40000\"", "\"client\":1"),
    ("\"client\":\"10.0.0.1:40000\"", "\"other\":null"),
    ("\"firstTime\":null", "\"firstTime\":\"yesterday\""), ("Z\"", "\""),
  ])
  func refusesWhatIsNoFinding(_ part: String, _ other: String) {
    let damaged = line().replacing(part, with: other)
    #expect(damaged != line())
    #expect(RecordedFinding(line: damaged.utf8) == nil)
  }
}
