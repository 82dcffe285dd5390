/// What all TCP sockets of the host use together, and the kernel's limits (tcp(7)).
public struct TCPUsage: Hashable, Sendable {
  /// Sockets that no descriptor refers to and that still have something to send.
  public var orphans: Int
  /// net.ipv4.tcp_max_orphans.
  public var orphanLimit: Int
  /// Pages of memory in buffers.
  public var pages: Int
  /// The last of the three numbers of net.ipv4.tcp_mem, in pages.
  public var pageLimit: Int

  public init(orphans: Int, orphanLimit: Int, pages: Int, pageLimit: Int) {
    self.orphans = orphans
    self.orphanLimit = orphanLimit
    self.pages = pages
    self.pageLimit = pageLimit
  }
}
