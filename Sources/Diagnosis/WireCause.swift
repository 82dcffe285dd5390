public import Facts

/// A cause that the packets of a capture can point to, without a word from either kernel.
///
/// What it asks stands in a file beside the cause's own, `KeepaliveRace+Wire.swift`.
public protocol WireCause: Cause {
  /// The reasons to believe in this cause, or nil where the packets do not point to it.
  static func match(onWire end: CapturedEnd) -> Match?

  /// Captured ends that must match, and look-alikes that must not.
  static var wireExamples: [WireExample] { get }
}

/// A captured end that a cause must match, or must not.
public struct WireExample: Sendable {
  public let name: String
  /// The confidence of the match; nil where the cause must not match.
  public let expected: Confidence?
  public let end: CapturedEnd

  public static func hit(
    _ name: String, _ confidence: Confidence, _ end: CapturedEnd
  ) -> WireExample {
    WireExample(name: name, expected: confidence, end: end)
  }

  public static func miss(_ name: String, _ end: CapturedEnd) -> WireExample {
    WireExample(name: name, expected: nil, end: end)
  }
}
