/// That a cause fits the evidence: how surely, and why.
public struct Match: Sendable {
  public var confidence: Confidence
  public var reasons: [Reason]
  /// Causes that this evidence cannot exclude, by id.
  public var alternatives: [String]
  /// The fixes that fit this evidence; empty stands for the cause's own list.
  public var fixes: [Fix]
  public var next: [NextStep]
  /// Whether no application call can fail because of it; nil where that is unknown.
  public var harmless: Bool?

  public init(
    _ confidence: Confidence, because reasons: [Reason], alternatives: [String] = [],
    fixes: [Fix] = [], next: [NextStep] = [], harmless: Bool? = false
  ) {
    self.confidence = confidence
    self.reasons = reasons
    self.alternatives = alternatives
    self.fixes = fixes
    self.next = next
    self.harmless = harmless
  }
}
