public import Facts
import Linux

/// Looks for the socket in whose name a RST came, where that may be on this host: if its kernel sent none and the
/// socket is still open, the RST was forged.
public struct LivingSenders: Sendable {
  private static let limit = 256
  /// A look takes at most one part in so many of the time.
  private static let share = 1000

  private let watched: Set<UInt64>
  private var next = ContinuousClock.now

  /// Looks in `namespaces`, inode numbers; with none, in all in which a process is.
  public init(namespaces: [UInt32] = []) { watched = Set(namespaces.map { UInt64($0) }) }

  /// The state of the socket that the RST names as its sender; nil where there is none, or no time to look.
  public mutating func state(ofSenderOf reset: ReceivedReset) -> TCPState? {
    let start = ContinuousClock.now
    guard start >= next else { return nil }
    defer { next = .now + (.now - start) * Self.share }
    let namespaces = watched.isEmpty ? ProcFS.networkNamespaces() : watched
    for netns in namespaces.prefix(Self.limit) {
      if let state = Self.state(reset.flow, in: netns) { return state }
    }
    return nil
  }

  private static func state(_ flow: Flow, in netns: UInt64) -> TCPState? {
    guard let namespace = try? NetworkNamespace.find(inode: netns) else { return nil }
    let state = try? namespace.run { () throws(LinuxError) in
      var diag = try SockDiag()
      return try diag.state(
        local: SocketAddress(flow.source), remote: SocketAddress(flow.destination))
    }
    return state.flatMap { TCPState(rawValue: $0) }
  }
}
