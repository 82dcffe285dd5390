/// A connect that a process made and that came to nothing.
public struct FailedBackend: Hashable, Sendable {
  public var time: Timestamp
  public var destination: Endpoint
  /// What connect(2) gave; nil where the program gave it up by itself.
  public var error: ErrorNumber?

  public init(time: Timestamp, destination: Endpoint, error: ErrorNumber?) {
    self.time = time
    self.destination = destination
    self.error = error
  }
}
