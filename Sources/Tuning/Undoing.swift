import Facts

/// What taking a change back came to.
public struct Undoing: Sendable {
  /// What to do with a value that is neither the old nor the new one.
  public enum Foreign: Sendable {
    /// Change nothing at all where there is one.
    case refuse
    case leave
    case overwrite
  }

  /// A value that somebody else has set since.
  public struct Stranger: Hashable, Sendable {
    public let change: Journal.Change
    public let now: String
  }

  public let number: Int
  /// Values that were set back, or were back already.
  public internal(set) var restored: [Journal.Change] = []
  public internal(set) var strangers: [Stranger] = []
  /// Nil where no file was part of it.
  public internal(set) var fileIsBack: Bool?
  /// Whether the namespace, and its values with it, has gone.
  public internal(set) var namespaceIsGone = false
  /// Whether the host has started since: values that no file sets went with its last run.
  public internal(set) var hostRestarted = false

  init(number: Int) { self.number = number }
}
