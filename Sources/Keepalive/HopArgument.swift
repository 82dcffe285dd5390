/// One hop as the caller wrote it: `alb`, `go=300s`, `nginx=65s,upstream=60s`, `nginx=/etc/nginx/nginx.conf`.
public struct HopArgument: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// The software's defaults.
    case standard
    case values([Value])
    /// A configuration file or a folder of sources; `part` picks those of its servers and locations that have it in
    /// their name.
    case file(String, part: String?)
  }

  public struct Value: Hashable, Sendable {
    public var key: Key
    public var text: String

    public init(_ key: Key, _ text: String) {
      self.key = key
      self.text = text
    }
  }

  /// What can be said of a hop.
  public enum Key: String, Hashable, Sendable, CaseIterable {
    /// The limit towards the hop before it; of the first hop, and of a client, towards the one after it.
    case idle
    /// The limit towards the hop after it.
    case upstream
    case requests
    case age
    /// TCP keep-alive.
    case probes
    /// What the other side meets at the limit.
    case ends
  }

  public var name: String
  public var content: Content

  public init(name: String, content: Content) {
    self.name = name
    self.content = content
  }

  public init(_ text: String) throws(ChainError) {
    guard let sign = text.firstIndex(of: "=") else {
      if Duration(spelled: text) != nil {
        self.init(name: text, content: .values([Value(.idle, text)]))
      } else if text.isEmpty {
        throw ChainError(.empty)
      } else {
        self.init(name: text, content: .standard)
      }
      return
    }
    let name = String(text[..<sign])
    let rest = String(text[text.index(after: sign)...])
    guard !name.isEmpty, !rest.isEmpty else { throw ChainError(.empty) }
    self.init(name: name, content: try Self.content(rest, of: name))
  }

  private static func content(_ text: String, of name: String) throws(ChainError) -> Content {
    let first = text.split(separator: ",").first.map(String.init) ?? ""
    if first.contains("/") || isFileName(first) {
      let pieces = text.split(separator: "#", maxSplits: 1).map(String.init)
      return .file(pieces[0], part: pieces.count > 1 ? pieces[1] : nil)
    }
    var values: [Value] = []
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      values.append(try value(String(piece), isFirst: values.isEmpty, of: name))
    }
    return .values(values)
  }

  /// `server.xml` and `.`, but not `1.5s`.
  private static func isFileName(_ text: String) -> Bool {
    guard !text.contains("="), text.first?.isNumber == false else { return false }
    return text.contains(".")
  }

  private static func value(
    _ text: String, isFirst: Bool, of name: String
  ) throws(ChainError) -> Value {
    guard let sign = text.firstIndex(of: "=") else {
      if isFirst { return Value(.idle, text) }
      // `reset` alone is `ends=reset`.
      if Side.Ending(spelled: text) != nil { return Value(.ends, text) }
      throw ChainError(.unknownKey(text, hop: name))
    }
    guard let key = Key(rawValue: String(text[..<sign])) else {
      throw ChainError(.unknownKey(String(text[..<sign]), hop: name))
    }
    return Value(key, String(text[text.index(after: sign)...]))
  }
}

extension Side.Ending {
  /// `fin`, `reset`, `reset-on-use`, `silent`.
  public init?(spelled text: String) {
    switch text {
    case "fin": self = .fin
    case "reset", "rst": self = .reset
    case "reset-on-use": self = .resetOnUse
    case "silent", "silence": self = .silence
    default: return nil
    }
  }

  public static let spellings = ["fin", "reset", "reset-on-use", "silent"]
}
