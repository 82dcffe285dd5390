/// One change, right or wrong.
public struct Fix: Hashable, Sendable {
  public let text: Text
  /// The command or configuration line that makes the change; nil where it is a change of code.
  public let command: String?
  /// The command that takes it back.
  public let undo: String?

  public init(_ text: Text, command: String? = nil, undo: String? = nil) {
    self.text = text
    self.command = command
    self.undo = undo
  }
}

/// What people commonly try, and why it does not help.
public struct WrongFix: Hashable, Sendable {
  public let text: Text
  public let why: Text

  public init(_ text: Text, why: Text) {
    self.text = text
    self.why = why
  }
}

/// What to look at next, and where, to decide between the causes that are left.
public struct NextStep: Hashable, Sendable {
  public enum Place: String, Sendable, CaseIterable { case client, server, middle, here }

  public let text: Text
  public let command: String?
  public let place: Place

  public init(_ text: Text, command: String? = nil, on place: Place) {
    self.text = text
    self.command = command
    self.place = place
  }
}
