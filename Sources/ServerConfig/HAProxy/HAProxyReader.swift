/// Takes values out of directives, and notes those that cannot be.
struct HAProxyReader {
  private(set) var errors: [ConfigError] = []
  /// Inherited lines are read once for each section, and told of once.
  private var told: Set<ConfigError> = []

  /// The last of `NAME VALUE`.
  mutating func number(_ lines: [HAProxyDirective], _ name: String) -> Setting<Int?> {
    value(lines, HAProxyUnits.number, of: name) { $0.word(after: name) }
  }

  /// The last line from which `word` takes one; nil with its place where that cannot be known.
  mutating func value<Value>(
    _ lines: [HAProxyDirective], _ read: (String) -> Value?, of name: String,
    standard: Value? = nil, _ word: (HAProxyDirective) -> String?
  ) -> Setting<Value?> {
    for line in lines.reversed() {
      guard let text = word(line) else { continue }
      let value = read(text)
      if value == nil, !text.contains("$") { note(name, line) }
      return Setting(line.isConditional ? nil : value, at: line.place)
    }
    return Setting(standard)
  }

  private mutating func note(_ name: String, _ line: HAProxyDirective) {
    let error = ConfigError(.invalidValue(of: name), at: line.place)
    if told.insert(error).inserted { errors.append(error) }
  }

  mutating func proxy(
    _ kind: HAProxySettings.Proxy.Kind, _ section: HAProxySection, _ lines: [HAProxyDirective]
  ) -> HAProxySettings.Proxy {
    var timeouts: [HAProxySettings.Timeout: Setting<Int?>] = [:]
    for name in HAProxySettings.Timeout.allCases { timeouts[name] = timeout(name, lines) }
    let binds = lines.filter { $0.words[0] == "bind" }.flatMap { bind($0) }
    return HAProxySettings.Proxy(
      kind: kind, name: section.name ?? "", place: section.place,
      isConditional: section.isConditional,
      isHTTP: value(lines, Self.isHTTP, of: "mode", standard: false) { $0.word(after: "mode") },
      binds: binds, servers: servers(lines), backends: Self.backends(lines), timeouts: timeouts,
      mode: Self.mode(lines),
      reuse: value(
        lines, HAProxySettings.Reuse.init(rawValue:), of: "http-reuse", standard: .safe
      ) { $0.word(after: "http-reuse") },
      maxConnections: number(lines, "maxconn"), backlog: number(lines, "backlog"),
      resetsAtClose: Self.option("nolinger", lines))
  }

  /// The old names were removed in HAProxy 2.1.
  private mutating func timeout(
    _ name: HAProxySettings.Timeout, _ lines: [HAProxyDirective]
  ) -> Setting<Int?> {
    let old = [
      HAProxySettings.Timeout.client: "clitimeout", .server: "srvtimeout", .connect: "contimeout",
    ]
    return value(lines, HAProxyUnits.milliseconds, of: "timeout \(name.rawValue)") { line in
      line.word(after: "timeout", name.rawValue)
        ?? old[name].flatMap { line.word(after: $0) }
    }
  }

  private static func isHTTP(_ word: String) -> Bool? {
    ["http": true, "tcp": false, "health": false][word]
  }

  /// Several addresses may stand on one line, with commas; those of Unix sockets and descriptors are left out.
  private mutating func bind(_ line: HAProxyDirective) -> [HAProxySettings.Bind] {
    let backlog = value([line], HAProxyUnits.number, of: "backlog") { $0.argument("backlog") }
    return (line.words.dropFirst().first ?? "").split(separator: ",").compactMap { address in
      guard let address = HAProxyAddress(address) else { return nil }
      return HAProxySettings.Bind(
        address: address.text, ports: address.ports, backlog: backlog, place: line.place)
    }
  }

  private mutating func servers(_ lines: [HAProxyDirective]) -> [HAProxySettings.Server] {
    let standard = lines.filter { $0.words[0] == "default-server" }
    return lines.filter { $0.words[0] == "server" && $0.words.count > 2 }.compactMap { line in
      guard let address = HAProxyAddress(line.words[2]) else { return nil }
      let delay = value(
        standard + [line], HAProxyUnits.milliseconds, of: "pool-purge-delay", standard: 5000
      ) { $0.argument("pool-purge-delay") }
      return HAProxySettings.Server(
        name: line.words[1], address: address.host, port: address.ports?.lowerBound,
        purgeDelay: delay, place: line.place)
    }
  }

  private static func backends(_ lines: [HAProxyDirective]) -> [String] {
    let last = lines.last { $0.word(after: "default_backend") != nil }
    let names =
      lines.compactMap { $0.word(after: "use_backend") }
      + [last?.word(after: "default_backend")].compactMap(\.self)
    return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// `option NAME`, `no option NAME`; off by default.
  private static func option(_ name: String, _ lines: [HAProxyDirective]) -> Setting<Bool?> {
    for line in lines.reversed() {
      let isOn = line.word(after: "option") == name
      guard isOn || line.word(after: "no", "option") == name else { continue }
      return Setting(line.isConditional ? nil : isOn, at: line.place)
    }
    return Setting(false)
  }

  /// Each of the modes takes the place of the others (`cfg_parse_listen()`).
  private static func mode(
    _ lines: [HAProxyDirective]
  ) -> Setting<HAProxySettings.ConnectionMode?> {
    var mode = Setting<HAProxySettings.ConnectionMode?>(.keepAlive)
    for line in lines {
      if let new = line.word(after: "option").flatMap(connectionMode) {
        mode = Setting(line.isConditional ? nil : new, at: line.place)
      } else if let old = line.word(after: "no", "option").flatMap(connectionMode),
        mode.value == old || mode.value == nil
      {
        let isUnknown = line.isConditional || mode.value == nil
        mode = Setting(isUnknown ? nil : .keepAlive, at: line.place)
      }
    }
    return mode
  }

  private static func connectionMode(_ word: String) -> HAProxySettings.ConnectionMode? {
    word == "forceclose" ? .close : HAProxySettings.ConnectionMode(rawValue: word)
  }
}
