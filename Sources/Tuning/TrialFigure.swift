import Facts

/// How much a counter grew in equally long times before a change and since.
public struct TrialFigure: Hashable, Sendable {
  public let counter: String
  public let before: UInt64
  /// In the last of the windows since the change.
  public let after: UInt64

  public init(counter: String, before: UInt64, after: UInt64) {
    self.counter = counter
    self.before = before
    self.after = after
  }

  var text: String { "\(counter) \(before) \(after)" }

  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 3, let before = UInt64(words[1]), let after = UInt64(words[2]) else {
      return nil
    }
    self.init(counter: String(words[0]), before: before, after: after)
  }

  /// More than chance: twice as many as before, and a handful besides.
  public var isWorse: Bool { after > before * 2 + 20 }
}
