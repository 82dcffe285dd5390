public import Facts

/// One line of a record: a finding as its JSON contract has it (`whyreset.finding/1`).
public struct RecordedFinding: Hashable, Sendable {
  public let time: Timestamp
  /// When the first of `count` equal ones was, where there are several.
  public let firstTime: Timestamp?
  public let client: Endpoint?
  public let server: Endpoint?
  public let count: Int
  /// The whole finding.
  public let json: JSON

  /// The cause's id; nil where none fitted.
  public var cause: String? { json["cause"]?.string }

  private static let schema = "whyreset.finding/1"

  /// Nil where the line is no such finding: torn, damaged, or of another version.
  public init?(line: some Sequence<UInt8>) {
    guard let json = JSON(line), json["schema"]?.string == Self.schema,
      let time = json["time"]?.string.flatMap({ Timestamp($0) }),
      let count = json["count"]?.integer, count >= 1,
      let client = Self.optional(json["client"], { Endpoint($0) }),
      let server = Self.optional(json["server"], { Endpoint($0) }),
      let firstTime = Self.optional(json["firstTime"], { Timestamp($0) })
    else { return nil }
    self.time = time
    self.firstTime = firstTime
    self.client = client
    self.server = server
    self.count = count
    self.json = json
  }

  /// The value of a member that may be null; nil where it is missing or malformed.
  private static func optional<Value>(_ json: JSON?, _ parse: (String) -> Value?) -> Value?? {
    switch json {
    case .null: .some(nil)
    case .string(let text): parse(text).map { .some($0) }
    default: nil
    }
  }
}
