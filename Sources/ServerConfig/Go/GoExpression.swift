/// Works out an expression of constants, as far as it is one.
struct GoExpression {
  /// The value of a name; nil where it has none that is known.
  typealias Lookup = (_ name: String) -> GoNumber?

  private let tokens: ArraySlice<GoToken>
  private let names: GoImports
  private let lookup: Lookup
  private var index: Int
  private var depth = 0

  /// Nil where anything in it is not a constant.
  static func value(
    of tokens: ArraySlice<GoToken>, _ names: GoImports, lookup: @escaping Lookup
  ) -> GoNumber? {
    var expression = GoExpression(
      tokens: tokens, names: names, lookup: lookup, index: tokens.startIndex)
    guard let value = expression.sum(), expression.index == tokens.endIndex else { return nil }
    return value
  }

  private init(
    tokens: ArraySlice<GoToken>, names: GoImports, lookup: @escaping Lookup, index: Int
  ) {
    self.tokens = tokens
    self.names = names
    self.lookup = lookup
    self.index = index
  }

  private var current: GoToken? { index < tokens.endIndex ? tokens[index] : nil }

  private mutating func accept(_ symbols: Set<String>) -> String? {
    guard let token = current, token.kind == .symbol, symbols.contains(token.text) else {
      return nil
    }
    index += 1
    return token.text
  }

  private mutating func sum() -> GoNumber? {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64, var left = product() else { return nil }
    while let symbol = accept(["+", "-"]) {
      guard let right = product(), let value = left.combined(symbol, right) else { return nil }
      left = value
    }
    return left
  }

  private mutating func product() -> GoNumber? {
    guard var left = unary() else { return nil }
    while let symbol = accept(["*", "/", "%", "<<", ">>"]) {
      guard let right = unary(), let value = left.combined(symbol, right) else { return nil }
      left = value
    }
    return left
  }

  private mutating func unary() -> GoNumber? {
    var isNegative = false
    while let sign = accept(["-", "+"]) { if sign == "-" { isNegative.toggle() } }
    guard let value = primary() else { return nil }
    return isNegative ? GoNumber(-value.value, isFloat: value.isFloat) : value
  }

  private mutating func primary() -> GoNumber? {
    if accept(["("]) != nil {
      guard let value = sum(), accept([")"]) != nil else { return nil }
      return value
    }
    guard let token = current else { return nil }
    index += 1
    switch token.kind {
    case .number: return GoNumber(literal: token.text)
    case .word: return named(token.text)
    case .string, .symbol, .terminator: return nil
    }
  }

  /// A constant, a constant of another package, or a conversion.
  private mutating func named(_ name: String) -> GoNumber? {
    var whole = name
    while let token = current, token.is("."), index + 1 < tokens.endIndex,
      tokens[index + 1].kind == .word
    {
      whole += "." + tokens[index + 1].text
      index += 2
    }
    if let token = current, token.is("(") { return converted(whole) }
    return names.unit(whole) ?? lookup(whole)
  }

  private mutating func converted(_ type: String) -> GoNumber? {
    index += 1
    guard let value = sum(), accept([")"]) != nil else { return nil }
    if names.isDuration(type) || Self.integers.contains(type) {
      return GoNumber(value.value.rounded(.towardZero))
    }
    return type == "float64" || type == "float32" ? GoNumber(value.value, isFloat: true) : nil
  }

  private static let integers: Set = [
    "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
  ]
}

/// The names under which a file knows other packages.
struct GoImports: Hashable {
  /// Package paths by their local names.
  var paths: [String: String] = [:]

  /// The type or function that a name means: `net/http.Transport`.
  func resolved(_ name: String) -> String? {
    guard let dot = name.firstIndex(of: ".") else {
      return paths["."].map { "\($0).\(name)" }
    }
    return paths[String(name[..<dot])].map { $0 + name[dot...] }
  }

  func isDuration(_ name: String) -> Bool { resolved(name) == "time.Duration" }

  /// `time.Second` in nanoseconds.
  func unit(_ name: String) -> GoNumber? {
    switch resolved(name) {
    case "time.Nanosecond": GoNumber(1)
    case "time.Microsecond": GoNumber(1e3)
    case "time.Millisecond": GoNumber(1e6)
    case "time.Second": GoNumber(1e9)
    case "time.Minute": GoNumber(60e9)
    case "time.Hour": GoNumber(3600e9)
    default: nil
    }
  }

  init(_ tokens: [GoToken]) {
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      guard token.kind == .word, token.text == "import" else {
        // Imports stand before everything else.
        if token.kind == .word, ["func", "var", "const", "type"].contains(token.text) { return }
        continue
      }
      index = read(tokens, from: index)
    }
  }

  private mutating func read(_ tokens: [GoToken], from start: Int) -> Int {
    var index = start
    let isGroup = index < tokens.count && tokens[index].is("(")
    if isGroup { index += 1 }
    var alias: String?
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      switch token.kind {
      case .word: alias = token.text
      case .symbol where token.text == ".": alias = "."
      case .symbol where token.text == ")": return index
      case .string:
        let path = token.text.trimming("\"`")
        let last = path.split(separator: "/").last.map(String.init) ?? path
        paths[alias ?? last] = path
        alias = nil
        if !isGroup { return index }
      case .number, .symbol, .terminator: break
      }
    }
    return index
  }
}

extension String {
  /// Without these characters at both ends.
  func trimming(_ characters: String) -> String {
    var rest = self[...]
    while let first = rest.first, characters.contains(first) { rest = rest.dropFirst() }
    while let last = rest.last, characters.contains(last) { rest = rest.dropLast() }
    return String(rest)
  }
}
