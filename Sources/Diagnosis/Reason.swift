/// One piece of evidence, as a finding shows it.
public struct Reason: Hashable, Sendable {
  /// Who knows it.
  public enum Source: String, Sendable, CaseIterable {
    case kernel, process, configuration, wire, history
  }

  /// A stable English id for scripts: `listener-queue`.
  public let fact: String
  /// The figure itself with its unit, the same in all languages: `129 of 128`.
  public let value: String
  public let text: Text
  public let source: Source

  public init(_ fact: String, _ value: String, _ text: Text, source: Source = .kernel) {
    self.fact = fact
    self.value = value
    self.text = text
    self.source = source
  }
}
