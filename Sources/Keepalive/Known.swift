public import ServerConfig

/// A value of a hop, and how it is known.
public struct Known<Value: Hashable & Sendable>: Hashable, Sendable {
  /// Nil where it is not known.
  public var value: Value?
  public var origin: Origin

  public init(_ value: Value?, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }

  /// Whether a verdict that rests on it can be certain.
  public var isSure: Bool { value != nil && origin.isSure }
}

/// How a value is known.
public enum Origin: Hashable, Sendable {
  /// The caller said so.
  case stated
  /// A configuration says so.
  case read(ConfigPlace)
  /// A configuration says something that cannot be worked out, which is quoted.
  case unreadable(String, ConfigPlace)
  /// The software's default, as its source or its vendor's documentation has it.
  case standard(String)
  /// What probably holds, and why.
  case assumed(String)
  /// A default that is commonly reported, and that nobody looked up.
  case reported
  /// Nothing is known.
  case unsaid

  var isSure: Bool {
    switch self {
    case .stated, .read, .standard: true
    case .unreadable, .assumed, .reported, .unsaid: false
    }
  }
}
