/// A file of Go source, cut into tokens, with what its nesting says.
struct GoFile {
  let path: String
  let tokens: [GoToken]
  let imports: GoImports
  /// For each token, how many braces are open before it.
  let depths: [Int]
  /// For each token, the function around it, by the place of its `func`; nil outside of functions.
  let scopes: [Int?]

  init(path: String, text: String) {
    self.path = path
    tokens = GoLexer.tokens(of: text)
    imports = GoImports(tokens)
    (depths, scopes) = Self.nesting(tokens)
  }

  private static func nesting(_ tokens: [GoToken]) -> ([Int], [Int?]) {
    var depths: [Int] = []
    var scopes: [Int?] = []
    var depth = 0
    var scope: Int?
    for (index, token) in tokens.enumerated() {
      if depth == 0, token.kind == .word, token.text == "func" { scope = index }
      if depth == 0, token.kind == .terminator { scope = nil }
      if token.is("}") { depth = max(0, depth - 1) }
      depths.append(depth)
      scopes.append(scope)
      if token.is("{") { depth += 1 }
    }
    return (depths, scopes)
  }

  func place(_ index: Int) -> ConfigPlace {
    ConfigPlace(file: path, line: tokens[index].line, column: tokens[index].column)
  }

  func token(_ index: Int) -> GoToken? { tokens.indices.contains(index) ? tokens[index] : nil }

  /// The dotted name that begins at a token, and where it ends.
  func name(at start: Int) -> (name: String, end: Int)? {
    guard let first = token(start), first.kind == .word, token(start - 1)?.is(".") != true else {
      return nil
    }
    var name = first.text
    var index = start + 1
    while token(index)?.is(".") == true, let next = token(index + 1), next.kind == .word {
      name += "." + next.text
      index += 2
    }
    return (name, index)
  }

  /// From a token to the end of the expression that it begins: a comma, the end of the statement, or a bracket that was
  /// opened before.
  func expressionEnd(from start: Int, stopsAtBlock: Bool = false) -> Int {
    var open = 0
    var index = start
    while let token = token(index) {
      if token.kind == .terminator, open == 0 { return index }
      if token.kind == .symbol {
        switch token.text {
        case "(", "[": open += 1
        case "{":
          if stopsAtBlock, open == 0 { return index }
          open += 1
        case ")", "]", "}":
          if open == 0 { return index }
          open -= 1
        case "," where open == 0: return index
        default: break
        }
      }
      index += 1
    }
    return index
  }

  /// The expressions of a list that commas part.
  func expressions(from start: Int, stopsAtBlock: Bool = false) -> (list: [Range<Int>], end: Int) {
    var list: [Range<Int>] = []
    var index = start
    while true {
      let end = expressionEnd(from: index, stopsAtBlock: stopsAtBlock)
      list.append(index..<max(index, end))
      guard token(end)?.is(",") == true else { return (list, end) }
      index = end + 1
    }
  }

  /// Where the statement of a token begins.
  func statementStart(_ index: Int) -> Int {
    var start = index
    while let before = token(start - 1) {
      if before.kind == .terminator || before.is("{") || before.is("}") { break }
      start -= 1
    }
    return start
  }

  /// Tokens as they stand in the source, shortened.
  func quote(_ range: Range<Int>) -> String {
    var text = ""
    var last: GoToken?
    for token in tokens[range] where token.kind != .terminator {
      if let last {
        let isNext = token.line == last.line && token.column == last.column + last.text.utf8.count
        if !isNext { text += " " }
      }
      text += token.text
      last = token
      if text.count > 60 { return text.prefix(59) + "…" }
    }
    return text
  }
}
