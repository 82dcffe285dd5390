/// A RST of no socket: netfilter sent it from this host, in the name of the end that a segment was for.
public struct FirewallReset: Hashable, Sendable {
  public var time: Timestamp
  /// The direction of the RST.
  public var flow: Flow
  /// The inode number of the network namespace whose rules did it.
  public var netns: UInt64
  /// The RST; nil where only the segment that it answers was seen, and dropped.
  public var packet: WireReset?
  /// The flags of the segment that it answers, where only that was seen.
  public var dropped: Segment.Flags?
  /// The rules of the namespace that reject with a TCP reset, and may have met that segment.
  public var rules: [FirewallRule]

  public init(
    time: Timestamp, flow: Flow, netns: UInt64, packet: WireReset? = nil,
    dropped: Segment.Flags? = nil, rules: [FirewallRule] = []
  ) {
    self.time = time
    self.flow = flow
    self.netns = netns
    self.packet = packet
    self.dropped = dropped
    self.rules = rules
  }

  /// Whether a connect was refused, rather than a connection ended.
  public var refusesConnect: Bool {
    if let packet { return packet.form == .refusal }
    return dropped.map { $0.contains(.syn) && !$0.contains(.ack) } ?? false
  }
}

/// A rule of nftables: where it stands.
public struct FirewallRule: Hashable, Sendable {
  /// As nft(8) names it: `inet`, `ip`, `ip6` …
  public var family: String
  public var table: String
  public var chain: String
  public var handle: UInt64

  public init(family: String, table: String, chain: String, handle: UInt64) {
    self.family = family
    self.table = table
    self.chain = chain
    self.handle = handle
  }
}
