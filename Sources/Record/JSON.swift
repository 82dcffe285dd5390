/// A JSON value (RFC 8259) as it was read. Numbers keep their digits.
public indirect enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The deepest nesting that is read; findings need four.
  static let deepest = 32

  /// The one value that is all of `bytes`; nil where they break RFC 8259, repeat a key, or nest deeper
  /// than 32 values.
  public init?(_ bytes: some Sequence<UInt8>) {
    var parser = JSONParser(Array(bytes))
    guard let value = try? parser.parseWhole() else { return nil }
    self = value
  }

  /// The member of an object; nil for other values.
  public subscript(key: String) -> JSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  public var string: String? { if case .string(let text) = self { text } else { nil } }
  public var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
}
