/// A function, initialiser or subscript with a body, and its length from signature to closing brace.
/// Initialisers that only copy each parameter into the property of its name are left out: they are as
/// long as their type is wide.
struct Function: Equatable, CustomStringConvertible {
  let name: String
  /// Counted from 1.
  let line: Int
  let lineCount: Int

  var description: String { "\(name), line \(line): \(lineCount) lines" }

  static func all(in source: String) -> [Function] {
    let skeleton = Skeleton.text(of: source)
    let declaration = /(?:^|[^.\w`])(func\s+[^\s(<]+|init|deinit|subscript)(?=[\s(<?!{])/
    return skeleton.matches(of: declaration).compactMap { match in
      let name = match.output.1
      guard let body = body(in: skeleton[name.endIndex...]), !isMemberwise(skeleton[body]) else {
        return nil
      }
      return Function(
        name: String(name),
        line: lines(skeleton[..<name.startIndex]),
        lineCount: lines(skeleton[name.startIndex..<body.upperBound]))
    }
  }

  private static func lines(_ text: Substring) -> Int { text.count { $0.isNewline } + 1 }

  private static func isMemberwise(_ body: Substring) -> Bool {
    body.wholeMatch(of: /{(\s*self\.(\w+) = \2\s*)+}/.dotMatchesNewlines()) != nil
  }

  /// From the brace that opens the body to the one that closes it; nil for a requirement of a
  /// protocol, which has none.
  private static func body(in rest: Substring) -> Range<Substring.Index>? {
    var parentheses = 0
    var braces = 0
    var opening: Substring.Index?
    for index in rest.indices {
      switch rest[index] {
      case "(", "[": parentheses += 1
      case ")", "]": parentheses -= 1
      case "{" where opening != nil || parentheses == 0:
        opening = opening ?? index
        braces += 1
      case "}" where opening != nil:
        braces -= 1
        if braces == 0, let opening { return opening..<rest.index(after: index) }
      case "}" where parentheses == 0: return nil
      case "\n" where opening == nil && parentheses == 0:
        if !continues(after: rest[..<index], into: rest[index...]) { return nil }
      default: break
      }
    }
    return nil
  }

  /// Whether a signature goes on in the line after a line break.
  private static func continues(after before: Substring, into after: Substring) -> Bool {
    let next = after.drop(while: \.isWhitespace)
    let last = before.reversed().drop(while: \.isWhitespace).first
    return ["->", "where", "throws", "async", "{", "("].contains(where: next.starts)
      || last == "," || last == ">" && before.hasSuffix("->")
  }
}
