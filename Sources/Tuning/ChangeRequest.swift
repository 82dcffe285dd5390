/// What is to be changed, and for how long.
public struct ChangeRequest: Sendable {
  /// A value, and the lines that stand above it in the file.
  public struct Item: Sendable {
    public let assignment: Assignment
    public let comment: [String]

    public init(_ assignment: Assignment, comment: [String] = []) {
      self.assignment = assignment
      self.comment = comment
    }
  }

  /// In the order in which they are set.
  public var items: [Item]
  /// Whether the values are also kept in the file, from which the next start of the host takes them.
  public var isPersistent: Bool
  /// Nil for a change that stays.
  public var trial: Duration?

  public init(_ items: [Item], isPersistent: Bool = true, trial: Duration? = nil) {
    self.items = items
    self.isPersistent = isPersistent
    self.trial = trial
  }
}
