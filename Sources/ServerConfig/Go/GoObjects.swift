/// Finds the transports, servers, clients and dialers of a package.
struct GoObjects {
  private let files: [GoFile]
  private(set) var list: [GoObject] = []
  /// Where http.DefaultTransport is used as it is, by functions that have no transport of their own.
  private(set) var defaultUses: [ConfigPlace] = []
  /// Where servers are started that cannot be configured.
  private(set) var plainServers: [ConfigPlace] = []

  init(_ files: [GoFile]) {
    self.files = files
    for number in files.indices { find(number) }
    for number in files.indices { assign(number) }
  }

  private mutating func find(_ number: Int) {
    let file = files[number]
    var index = 0
    while index < file.tokens.count {
      if let (name, end) = file.name(at: index) {
        look(at: name, index, end, number)
        index = end
      } else {
        index += 1
      }
    }
  }

  private mutating func look(at name: String, _ start: Int, _ end: Int, _ number: Int) {
    let file = files[number]
    let resolved = file.imports.resolved(name)
    if let kind = GoObject.kind(resolved) {
      if file.token(end)?.is("{") == true { return literal(kind, start, end, number) }
      if file.token(start - 1)?.is("(") == true, file.token(start - 2)?.text == "new" {
        return add(kind, at: start - 2, number)
      }
      return zeroVariable(kind, start, end, number)
    }
    switch resolved {
    case "net/http.DefaultTransport": defaultTransport(start, end, number)
    case "net/http.DefaultClient", "net/http.Get", "net/http.Post", "net/http.Head",
      "net/http.PostForm":
      defaultUses.append(file.place(start))
    case "net/http.ListenAndServe", "net/http.ListenAndServeTLS", "net/http.Serve",
      "net/http.ServeTLS":
      plainServers.append(file.place(start))
    default: if name.hasSuffix(".Clone") { clone(of: String(name.dropLast(6)), start, number) }
    }
  }

  private mutating func literal(_ kind: GoObject.Kind, _ start: Int, _ brace: Int, _ number: Int) {
    // `[]http.Server{…}` and `map[string]http.Client{…}` hold others; `func f() *http.Transport {` begins
    // a body.
    if let before = files[number].token(start - 1), ["]", "*", ")"].contains(where: before.is) {
      return
    }
    add(kind, at: start, number)
    list[list.count - 1].fields = fields(of: brace, number)
  }

  /// The fields of a composite literal.
  private func fields(of brace: Int, _ number: Int) -> [String: GoObject.Field] {
    let file = files[number]
    var fields: [String: GoObject.Field] = [:]
    var index = brace + 1
    while let token = file.token(index), !token.is("}") {
      guard token.kind == .word, file.token(index + 1)?.is(":") == true else {
        index = max(index + 1, file.expressionEnd(from: index))
        continue
      }
      let end = file.expressionEnd(from: index + 2)
      fields[token.text] = GoObject.Field(
        expression: (index + 2)..<max(index + 2, end), file: number)
      index = end
    }
    return fields
  }

  /// `var server http.Server`.
  private mutating func zeroVariable(
    _ kind: GoObject.Kind, _ start: Int, _ end: Int, _ number: Int
  ) {
    let file = files[number]
    guard file.token(end)?.kind == .terminator, let name = file.token(start - 1),
      name.kind == .word, file.token(start - 2)?.text == "var"
    else { return }
    add(kind, at: start, number, name: name.text)
  }

  private mutating func add(
    _ kind: GoObject.Kind, at index: Int, _ number: Int, name: String? = nil
  ) {
    let file = files[number]
    let start = file.statementStart(index)
    let isGuarded = file.token(start)?.text == "if"
    list.append(
      GoObject(
        kind: kind, file: number, index: index, name: name ?? target(of: index, start, file),
        depth: file.depths[index] + (isGuarded ? 1 : 0)))
  }

  /// What the value that begins at a token is put into; nil where it is a part of something else.
  private func target(of index: Int, _ start: Int, _ file: GoFile) -> String? {
    var sign = index - 1
    while let token = file.token(sign), token.is("&") || token.is("(") || token.is("*") {
      sign -= 1
    }
    guard let token = file.token(sign), token.is(":=") || token.is("=") else { return nil }
    var first = start
    while let word = file.token(first), ["var", "if", "("].contains(word.text) { first += 1 }
    return file.name(at: first)?.name
  }

  /// `http.DefaultTransport.(*http.Transport)`, and its clone.
  private mutating func defaultTransport(_ start: Int, _ end: Int, _ number: Int) {
    let file = files[number]
    if file.token(end)?.is("=") == true { return }
    let isAsserted = file.token(end)?.is(".") == true && file.token(end + 1)?.is("(") == true
    guard isAsserted else {
      defaultUses.append(file.place(start))
      return
    }
    add(.transport, at: start, number)
    list[list.count - 1].isDefault = true
    // A field that is set at once: `http.DefaultTransport.(*http.Transport).IdleConnTimeout = …`.
    var close = end + 1
    while let token = file.token(close), !token.is(")") { close += 1 }
    guard file.token(close + 1)?.is(".") == true, let field = file.token(close + 2),
      file.token(close + 3)?.is("=") == true
    else { return }
    let value = (close + 4)..<max(close + 4, file.expressionEnd(from: close + 4))
    list[list.count - 1].name = nil
    list[list.count - 1].fields[field.text] = GoObject.Field(
      expression: value, file: number, isConditional: isConditional(start, file))
  }

  /// `copy := base.Clone()`.
  private mutating func clone(of name: String, _ start: Int, _ number: Int) {
    let scope = files[number].scopes[start]
    let base = list.last {
      $0.kind == .transport && $0.name == name
        && ($0.file == number && files[number].scopes[$0.index] == scope
          || files[$0.file].scopes[$0.index] == nil)
    }
    guard let base else { return }
    let copied = base.fields
    add(.transport, at: start, number)
    list[list.count - 1].isDefault = base.isDefault
    list[list.count - 1].fields = copied
  }

  /// Whether a statement stands deeper than the body of its function.
  private func isConditional(_ index: Int, _ file: GoFile) -> Bool { file.depths[index] > 1 }
}

extension GoObjects {
  /// `tr.IdleConnTimeout = …`.
  private mutating func assign(_ number: Int) {
    let file = files[number]
    for index in file.tokens.indices {
      guard let (name, end) = file.name(at: index), file.token(end)?.is("=") == true,
        let dot = name.lastIndex(of: ".")
      else { continue }
      let field = String(name[name.index(after: dot)...])
      guard Self.fields.contains(field) else { continue }
      let value = (end + 1)..<max(end + 1, file.expressionEnd(from: end + 1))
      set(field, of: String(name[..<dot]), to: value, at: index, number)
    }
  }

  private static let fields: Set = [
    "IdleConnTimeout", "DisableKeepAlives", "DialContext", "Dial", "IdleTimeout", "ReadTimeout",
    "KeepAlive", "Transport",
  ]

  private mutating func set(
    _ field: String, of name: String, to value: Range<Int>, at index: Int, _ number: Int
  ) {
    let scope = files[number].scopes[index]
    let owners = list.indices.filter { owner in
      let object = list[owner]
      let made = files[object.file].scopes[object.index]
      return object.name == name
        && (object.file == number && made == scope || made == nil || name.contains("."))
    }
    guard let owner = owners.last else {
      return adopt(field, of: name, to: value, at: index, number)
    }
    let object = list[owner]
    let isSure =
      object.file == number && files[number].scopes[object.index] == scope
      && files[number].depths[index] == object.depth && index > object.index
    list[owner].fields[field] = GoObject.Field(
      expression: value, file: number, isConditional: !isSure)
  }

  /// Only a transport has IdleConnTimeout; this one was made elsewhere.
  private mutating func adopt(
    _ field: String, of name: String, to value: Range<Int>, at index: Int, _ number: Int
  ) {
    guard field == "IdleConnTimeout" else { return }
    var object = GoObject(
      kind: .transport, file: number, index: index, name: name, depth: files[number].depths[index])
    object.isForeign = true
    object.fields[field] = GoObject.Field(
      expression: value, file: number, isConditional: isConditional(index, files[number]))
    list.append(object)
  }
}
