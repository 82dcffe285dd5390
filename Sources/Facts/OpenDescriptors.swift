/// How many descriptors a process has open, and how many it may (RLIMIT_NOFILE, getrlimit(2)).
public struct OpenDescriptors: Hashable, Sendable {
  public var process: Process
  public var open: Int
  public var limit: Int

  public init(process: Process, open: Int, limit: Int) {
    self.process = process
    self.open = open
    self.limit = limit
  }

  /// Whether accept(2) fails with EMFILE.
  public var isExhausted: Bool { open >= limit }
}
