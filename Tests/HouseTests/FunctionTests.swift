import Testing

/// The scanner that measures functions, on source that is easy to misread.
@Suite struct FunctionTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let source: String
    let functions: [Function]
  }

  static let cases = [
    Case(
      testDescription: "one line",
      source: "func a() { 1 }",
      functions: [Function(name: "func a", line: 1, lineCount: 1)]),
    Case(
      testDescription: "a brace in a string, in a comment and in an interpolation",
      source: """
        // {
        func a() {
          print("{ \\(b { "}" }) \\" {", /* { /* } */ */ #"\\" { "#)
        }
        """,
      functions: [Function(name: "func a", line: 2, lineCount: 3)]),
    Case(
      testDescription: "a string of several lines",
      source: "init() {\n  a = \"\"\"\n    }\n    \"quoted\"\n    \"\"\"\n}\nfunc b() {\n}",
      functions: [
        Function(name: "init", line: 1, lineCount: 6),
        Function(name: "func b", line: 7, lineCount: 2),
      ]),
    Case(
      testDescription: "a signature of several lines",
      source: "func a(\n  b: Int = { 1 }()\n) throws(C)\n  -> D\nwhere E: F {\n  0\n}",
      functions: [Function(name: "func a", line: 1, lineCount: 7)]),
    Case(
      testDescription: "requirements of a protocol have no body",
      source: "protocol A {\n  func b() -> C\n  init(d: E)\n}\nfunc f() {\n}",
      functions: [Function(name: "func f", line: 5, lineCount: 2)]),
    Case(
      testDescription: "an initialiser that only copies its parameters is left out",
      source: "init(a: B, c: D) {\n  self.a = a\n  self.c = c\n}\ninit() {\n  self.a = b\n}",
      functions: [Function(name: "init", line: 5, lineCount: 3)]),
    Case(
      testDescription: "a call of an initialiser is none",
      source: "let a = B.init(c: 1) { d in\n}",
      functions: []),
  ]

  @Test(arguments: cases) func measures(_ example: Case) {
    #expect(Function.all(in: example.source) == example.functions)
  }
}
