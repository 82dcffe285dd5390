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
  /// Who sent the RST, where that was neither end.
  public var sender: Finding.Sender?

  public init(
    _ confidence: Confidence, because reasons: [Reason], alternatives: [String] = [],
    fixes: [Fix] = [], next: [NextStep] = [], harmless: Bool? = false,
    sender: Finding.Sender? = nil
  ) {
    self.confidence = confidence
    self.reasons = reasons
    self.alternatives = alternatives
    self.fixes = fixes
    self.next = next
    self.harmless = harmless
    self.sender = sender
  }
}
