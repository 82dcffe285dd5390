/// How long a Node program keeps idle connections, where its source says so in numbers: `keepAliveTimeout` of servers
/// and of undici's agents, `timeout` of `http.Agent`.
public enum NodeIdle {
  public static func sides(_ files: [(path: String, text: String)]) -> [SideReading] {
    files.flatMap { NodeSource(path: $0.path, text: $0.text).sides }
  }
}

/// One file of JavaScript or TypeScript. Its tokens are near enough to Go's for what is looked for.
private struct NodeSource {
  private let file: GoFile
  /// Names that one `const` binds to an expression.
  private var constants: [String: [Range<Int>]] = [:]

  init(path: String, text: String) {
    file = GoFile(path: path, text: text)
    for index in file.tokens.indices where file.tokens[index].text == "const" {
      guard let name = file.token(index + 1), name.kind == .word,
        let sign = (index + 2..<index + 6).first(where: { file.token($0)?.is("=") == true })
      else { continue }
      let end = file.expressionEnd(from: sign + 1)
      constants[name.text, default: []].append(sign + 1..<max(sign + 1, end))
    }
  }

  var sides: [SideReading] {
    file.tokens.indices.compactMap { index -> SideReading? in
      let token = file.tokens[index]
      guard token.kind == .word else { return nil }
      switch token.text {
      case "keepAliveTimeout": return timeout(at: index)
      case "Agent" where isHTTPAgent(index): return agent(at: index)
      default: return nil
      }
    }
  }

  /// `server.keepAliveTimeout = 65000`, or a property of the options of a server or of one of undici's agents.
  private func timeout(at index: Int) -> SideReading? {
    guard let sign = file.token(index + 1), sign.is("=") || sign.is(":") else { return nil }
    let value = value(at: index + 2)
    let label = "keepAliveTimeout"
    if sign.is("=") {
      return SideReading(.server, label: label, idle: limit(value, index, .never))
    }
    // A property of an object that goes who knows where says nothing of either side.
    switch constructor(around: index) {
    case let name? where Self.clients.contains(name):
      return SideReading(.client, label: label, idle: limit(value, index, .unkept))
    case "createServer":
      return SideReading(.server, label: label, idle: limit(value, index, .never))
    default: return nil
    }
  }

  private static let clients: Set = ["Agent", "Pool", "Client", "ProxyAgent", "BalancedPool"]

  /// `new http.Agent({ keepAlive: true, timeout: 60000 })`.
  private func isHTTPAgent(_ index: Int) -> Bool {
    file.token(index - 1)?.is(".") == true && file.token(index + 1)?.is("(") == true
      && ["http", "https"].contains(file.token(index - 2)?.text ?? "")
  }

  private func agent(at index: Int) -> SideReading? {
    var properties: [String: Int] = [:]
    var open = 0
    var position = index + 1
    repeat {
      guard let token = file.token(position) else { break }
      if ["(", "{", "["].contains(where: token.is) { open += 1 }
      if [")", "}", "]"].contains(where: token.is) { open -= 1 }
      if open == 2, token.kind == .word, file.token(position + 1)?.is(":") == true {
        properties[token.text] = position + 2
      }
      position += 1
    } while open > 0
    var side = SideReading(.client, label: "http.Agent")
    if let keep = properties["keepAlive"], file.token(keep)?.text == "false" {
      side.idle = .value(.unkept, file.place(keep))
    } else if let start = properties["timeout"] {
      side.idle = limit(value(at: start), start, .never)
    }
    return side
  }

  /// The word before the parenthesis that a place stands in.
  private func constructor(around index: Int) -> String? {
    var open = 0
    var position = index - 1
    while let token = file.token(position) {
      if token.is(")") || token.is("}") { open += 1 }
      if token.is("{") || token.is("(") {
        if open == 0, token.is("(") { return file.token(position - 1)?.text }
        open = max(0, open - 1)
      }
      position -= 1
    }
    return nil
  }

  private func value(at start: Int) -> Range<Int> {
    start..<max(start, min(file.expressionEnd(from: start), file.tokens.count))
  }

  private func limit(_ value: Range<Int>, _ index: Int, _ zero: IdleLimit) -> ConfigReading<
    IdleLimit
  > {
    let number = number(value, depth: 0)
    let time = number.flatMap { number -> Duration? in
      number.value >= 0 && number.value < 1e12 ? .milliseconds(number.value) : nil
    }
    return ConfigReading(time, as: file.quote(value), at: file.place(index), zero: zero)
  }

  private func number(_ range: Range<Int>, depth: Int) -> GoNumber? {
    guard depth < 8, !range.isEmpty else { return nil }
    return GoExpression.value(of: file.tokens[range], file.imports) { name in
      guard let bound = constants[name], bound.count == 1 else { return nil }
      return number(bound[0], depth: depth + 1)
    }
  }
}
