/// When one side of a connection gives up on it while it is idle.
public enum IdleLimit: Hashable, Sendable {
  case after(Duration)
  /// It is kept for as long as the other side keeps it.
  case never
  /// It is closed after each answer, so it is never idle.
  case unkept
}
