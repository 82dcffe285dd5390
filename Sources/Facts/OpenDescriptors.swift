/// How many descriptors a process has open, and how many it may (RLIMIT_NOFILE, getrlimit(2)).
public struct OpenDescriptors: Hashable, Sendable {
  public var process: Process
  public var open: Int
  public var limit: Int
  /// Those of them that are connections which the peer closed more than a second ago; nil where that was not
  /// looked at.
  public var unclosed: Int?

  public init(process: Process, open: Int, limit: Int, unclosed: Int? = nil) {
    self.process = process
    self.open = open
    self.limit = limit
    self.unclosed = unclosed
  }

  /// Whether accept(2) fails with EMFILE.
  public var isExhausted: Bool { open >= limit }
}
