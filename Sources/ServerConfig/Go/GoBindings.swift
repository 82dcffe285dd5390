/// The names that the files of a package give to values.
struct GoBindings {
  private struct Binding {
    var file: Int
    /// The function that it is in; nil for one of the package.
    var scope: Int?
    /// The only expression that it can stand for; nil where that is not known.
    var expression: Range<Int>?
    var declares: Bool
  }

  private let files: [GoFile]
  private var bindings: [String: [Binding]] = [:]
  /// The `=` signs of declarations in the file that is being read.
  private var declaring: Set<Int> = []

  init(_ files: [GoFile]) {
    self.files = files
    for file in files.indices { read(file) }
  }

  /// The value of an expression; nil where it is no constant, or its names can have several values.
  func value(of range: Range<Int>, in file: Int, depth: Int = 0) -> GoNumber? {
    guard depth < 16, !range.isEmpty else { return nil }
    let scope = files[file].scopes[range.lowerBound]
    return GoExpression.value(of: files[file].tokens[range], files[file].imports) { name in
      value(of: name, in: file, scope, depth)
    }
  }

  private func value(of name: String, in file: Int, _ scope: Int?, _ depth: Int) -> GoNumber? {
    let all = bindings[name] ?? []
    let local = all.filter { $0.scope == scope && $0.file == file && scope != nil }
    if local.contains(where: \.declares) { return only(local, depth) }
    // An assignment in a function that does not declare the name is one to the package's.
    let shared = all.filter { binding in
      binding.scope == nil || !binding.declares && !declares(name, like: binding, all)
    }
    return only(shared, depth)
  }

  private func declares(_ name: String, like binding: Binding, _ all: [Binding]) -> Bool {
    all.contains { $0.declares && $0.scope == binding.scope && $0.file == binding.file }
  }

  private func only(_ bindings: [Binding], _ depth: Int) -> GoNumber? {
    guard bindings.count == 1, let expression = bindings[0].expression else { return nil }
    return value(of: expression, in: bindings[0].file, depth: depth + 1)
  }

  private mutating func add(
    _ name: String, _ file: Int, at index: Int, _ expression: Range<Int>? = nil,
    declares: Bool = true
  ) {
    let binding = Binding(
      file: file, scope: files[file].scopes[index], expression: expression, declares: declares)
    bindings[name, default: []].append(binding)
  }

  private mutating func read(_ number: Int) {
    let file = files[number]
    declaring = []
    var index = 0
    while let token = file.token(index) {
      switch (token.kind, token.text) {
      case (.word, "const"), (.word, "var"): declarations(number, after: index)
      case (.word, "func"): parameters(number, after: index)
      case (.symbol, ":="): assignment(number, at: index, declares: true)
      case (.symbol, "=") where !declaring.contains(index):
        assignment(number, at: index, declares: false)
      case (.symbol, "&"): reference(number, at: index)
      case (.symbol, "++"), (.symbol, "--"), (.symbol, "+="), (.symbol, "-="), (.symbol, "*="),
        (.symbol, "/="):
        if let before = file.token(index - 1), before.kind == .word {
          add(before.text, number, at: index, declares: false)
        }
      default: break
      }
      index += 1
    }
  }

  /// `const A = 1`, `var ( a, b = 1, 2 )`.
  private mutating func declarations(_ number: Int, after start: Int) {
    let file = files[number]
    guard file.token(start + 1)?.is("(") == true else {
      _ = specification(number, start + 1)
      return
    }
    var index = start + 2
    while let token = file.token(index), !token.is(")") {
      index = token.kind == .terminator ? index + 1 : max(index + 1, specification(number, index))
    }
  }

  /// One line of a declaration; to the token behind it.
  private mutating func specification(_ number: Int, _ start: Int) -> Int {
    let file = files[number]
    let (names, end) = names(file, from: start)
    var index = end
    // The type, if there is one.
    while let token = file.token(index), !token.is("="), token.kind != .terminator, !token.is(")") {
      index += 1
      if token.is("{") { break }
    }
    guard file.token(index)?.is("=") == true else {
      for name in names { add(file.tokens[name].text, number, at: name) }
      return index
    }
    declaring.insert(index)
    let values = file.expressions(from: index + 1)
    for (order, name) in names.enumerated() {
      let value = values.list.count == names.count ? values.list[order] : nil
      add(file.tokens[name].text, number, at: name, value)
    }
    return values.end
  }

  /// Names that commas part, and the token behind them.
  private func names(_ file: GoFile, from start: Int) -> (list: [Int], end: Int) {
    var list: [Int] = []
    var index = start
    while let token = file.token(index), token.kind == .word {
      list.append(index)
      index += 1
      guard file.token(index)?.is(",") == true else { break }
      index += 1
    }
    return (list, index)
  }

  /// `a, b := 1, 2` and `a = 1`; of the latter only that there is one.
  private mutating func assignment(_ number: Int, at sign: Int, declares: Bool) {
    let file = files[number]
    var names: [Int] = []
    var index = sign - 1
    while let token = file.token(index), token.kind == .word, file.token(index - 1)?.is(".") != true
    {
      names.insert(index, at: 0)
      guard file.token(index - 1)?.is(",") == true else { break }
      index -= 2
    }
    let values = file.expressions(from: sign + 1, stopsAtBlock: true).list
    for (order, name) in names.enumerated() {
      let value = declares && values.count == names.count ? values[order] : nil
      add(file.tokens[name].text, number, at: name, value, declares: declares)
    }
  }

  /// `flag.DurationVar(&idle, …)`: who has the address may write there.
  private mutating func reference(_ number: Int, at sign: Int) {
    let file = files[number]
    guard let name = file.token(sign + 1), name.kind == .word,
      file.token(sign + 2)?.is(".") != true, file.token(sign + 2)?.is("{") != true
    else { return }
    add(name.text, number, at: sign + 1, declares: false)
  }

  /// The parameters of a function can be anything.
  private mutating func parameters(_ number: Int, after start: Int) {
    let file = files[number]
    var index = start + 1
    var open = 0
    while let token = file.token(index), !(token.is("{") && open == 0), token.kind != .terminator {
      if token.is("(") { open += 1 }
      if token.is(")") { open -= 1 }
      let begins = file.token(index - 1).map { $0.is("(") || $0.is(",") } ?? false
      if open > 0, begins, token.kind == .word, file.token(index + 1)?.is(".") != true {
        add(token.text, number, at: index)
      }
      if open < 0 { return }
      index += 1
    }
  }
}
