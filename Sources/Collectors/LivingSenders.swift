public import Facts
import Linux

/// Looks for the socket in whose name a RST came, where that may be on this host: if its kernel sent none and the
/// socket is still open, the RST was forged.
public struct LivingSenders: Sendable {
  private static let limit = 256
  /// Looks take at most one part in so many of the time, but for a burst.
  private static let share = 500
  private static let burst = Duration.milliseconds(500)

  private let watched: Set<UInt64>
  /// The time that looks may still take, and when that was.
  private var credit = LivingSenders.burst
  private var creditAt = ContinuousClock.now

  /// Looks in `namespaces`, inode numbers; with none, in all in which a process is.
  public init(namespaces: [UInt32] = []) { watched = Set(namespaces.map { UInt64($0) }) }

  /// The state of the socket that the RST names as its sender; nil where there is none, or no time to look.
  public mutating func state(ofSenderOf reset: ReceivedReset) -> TCPState? {
    let start = ContinuousClock.now
    credit = min(Self.burst, credit + (start - creditAt) / Self.share)
    creditAt = start
    guard credit > .zero else { return nil }
    defer { credit -= .now - start }
    let namespaces = ProcFS.networkNamespaces().filter {
      watched.isEmpty || watched.contains($0.key)
    }
    for process in namespaces.values.prefix(Self.limit) {
      if let state = Self.state(reset.flow, beside: process) { return state }
    }
    return nil
  }

  private static func state(_ flow: Flow, beside process: Int32) -> TCPState? {
    guard let namespace = try? NetworkNamespace(ofProcess: process) else { return nil }
    let state = try? namespace.run { () throws(LinuxError) in
      var diag = try SockDiag()
      return try diag.state(
        local: SocketAddress(flow.source), remote: SocketAddress(flow.destination))
    }
    return state.flatMap { TCPState(rawValue: $0) }
  }
}
