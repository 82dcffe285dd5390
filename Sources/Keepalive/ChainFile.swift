public import ServerConfig

/// A chain that is written in a YAML file.
public struct ChainFile: Hashable, Sendable {
  public var hops: [HopArgument] = []
  public var rate: Double?
  public var connections: Int?
  public var roundTrip: Duration?

  /// The chain of a document: a list of hops under `chain`, each `go=300s`, `go: 300s`, `nginx: {idle: 65s}` or
  /// `{name: nginx, file: nginx.conf}`.
  public init(_ documents: [YAMLNode], file: String) throws(ConfigError) {
    guard let document = documents.first, !document.entries.isEmpty else {
      throw ConfigError(
        .wrongValue("\"chain:\""), at: ConfigPlace(file: file, line: 1, column: 1))
    }
    for entry in document.entries { try read(entry) }
    guard !hops.isEmpty else { throw ConfigError(.wrongValue("\"chain:\""), at: document.place) }
  }

  private mutating func read(_ entry: YAMLNode.Entry) throws(ConfigError) {
    let text = entry.value.text ?? ""
    switch entry.key {
    case "chain":
      guard !entry.value.list.isEmpty else {
        throw ConfigError(.wrongValue("a list of hops"), at: entry.value.place)
      }
      for node in entry.value.list { hops.append(try Self.hop(node)) }
    case "rate": rate = try Self.rate(text, at: entry.value.place)
    case "connections":
      guard let value = Int(text), (1...10_000_000).contains(value) else {
        throw ConfigError(.wrongValue("a number of connections"), at: entry.value.place)
      }
      connections = value
    case "rtt":
      guard let value = Duration(spelled: text) else {
        throw ConfigError(.wrongValue("a time such as 20ms"), at: entry.value.place)
      }
      roundTrip = value
    default:
      throw ConfigError(.wrongValue("chain, rate, connections or rtt"), at: entry.keyPlace)
    }
  }

  private static func rate(_ text: String, at place: ConfigPlace) throws(ConfigError) -> Double {
    guard let value = Double(text), value > 0, value <= 1e9 else {
      throw ConfigError(.wrongValue("a number of requests a second"), at: place)
    }
    return value
  }

  private static func hop(_ node: YAMLNode) throws(ConfigError) -> HopArgument {
    if let text = node.text { return try argument(text, at: node.place) }
    let entries = node.entries
    if let name = node["name"]?.text {
      return try hop(name, entries.filter { $0.key != "name" }, at: node.place)
    }
    guard entries.count == 1, let entry = entries.first else {
      throw ConfigError(.wrongValue("one hop, as \"go: 300s\""), at: node.place)
    }
    if let text = entry.value.text {
      return try argument(text.isEmpty ? entry.key : "\(entry.key)=\(text)", at: entry.value.place)
    }
    return try hop(entry.key, entry.value.entries, at: entry.value.place)
  }

  private static func argument(_ text: String, at place: ConfigPlace) throws(ConfigError)
    -> HopArgument
  {
    do {
      let argument = try HopArgument(text)
      if case .values(let values) = argument.content {
        for value in values { try check(value, at: place) }
      }
      return argument
    } catch let error as ConfigError {
      throw error
    } catch {
      throw ConfigError(.wrongValue("a hop such as go=300s"), at: place)
    }
  }

  private static func hop(
    _ name: String, _ entries: [YAMLNode.Entry], at place: ConfigPlace
  ) throws(ConfigError) -> HopArgument {
    if let path = entries.first(where: { $0.key == "file" }) {
      let part = entries.first { $0.key == "part" }?.value.text
      return HopArgument(name: name, content: .file(path.value.text ?? "", part: part))
    }
    var values: [HopArgument.Value] = []
    for entry in entries {
      guard let key = HopArgument.Key(rawValue: entry.key) else {
        let keys = HopArgument.Key.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConfigError(.wrongValue("\(keys) or file"), at: entry.keyPlace)
      }
      let value = HopArgument.Value(key, entry.value.text ?? "")
      try check(value, at: entry.value.place)
      values.append(value)
    }
    return HopArgument(name: name, content: values.isEmpty ? .standard : .values(values))
  }

  private static func check(
    _ value: HopArgument.Value, at place: ConfigPlace
  ) throws(ConfigError) {
    let words = ["none", "never", "infinite", "off", "close"]
    switch value.key {
    case .idle, .upstream:
      guard Duration(spelled: value.text) != nil || words.contains(value.text) else {
        throw ConfigError(.wrongValue("a time such as 65s, none or off"), at: place)
      }
    case .age, .probes:
      guard Duration(spelled: value.text) != nil else {
        throw ConfigError(.wrongValue("a time such as 65s"), at: place)
      }
    case .requests:
      guard let count = Int(value.text), count > 0 else {
        throw ConfigError(.wrongValue("a number above 0"), at: place)
      }
    case .ends:
      guard Side.Ending(spelled: value.text) != nil else {
        throw ConfigError(
          .wrongValue(Side.Ending.spellings.joined(separator: ", ")), at: place)
      }
    }
  }
}
