/// What a host or router said of a segment of a connection that it could not pass on (ICMP).
public struct PathNotice: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case tooBig, prohibited, portUnreachable, unreachable, timeExceeded
  }

  public var kind: Kind
  /// The longest packet that it can pass on, in bytes; 0 where it did not say.
  public var mtu: UInt32
  public var reporter: IPAddress
  /// The message's frame.
  public var frame: UInt64
  /// Whether the segment was one of the end's sender, rather than of its receiver.
  public var isOfSender: Bool

  public init(
    _ kind: Kind, mtu: UInt32 = 0, reporter: IPAddress, frame: UInt64, isOfSender: Bool = true
  ) {
    self.kind = kind
    self.mtu = mtu
    self.reporter = reporter
    self.frame = frame
    self.isOfSender = isOfSender
  }
}
