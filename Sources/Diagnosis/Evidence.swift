public import Facts

/// What is known about one reset, or one failure without a reset: what the kernels at both ends saw, and the
/// host around it.
///
/// One host often sees only one half; what was not seen is nil.
public struct Evidence: Sendable {
  public var sent: SentReset?
  public var received: ReceivedReset?
  /// The RST as a packet, where one was seen.
  public var wire: WireReset?
  /// The RST as this host's packet filter sent it.
  public var firewall: FirewallReset?
  /// The state that the socket in whose name a RST came is in after it, on this host, whose TCP has sent none
  /// for it; nil where it is elsewhere, or gone.
  public var livingSender: TCPState?
  /// What had ended this connection at the sender's end before, without that the other end had a part in it.
  public var endedBefore: ForeignEnd?
  /// The connection that failed without a RST.
  public var failure: FailedConnection?
  /// What a listener turned away: by itself, or as the other half of a connect that failed.
  public var drops: ListenerDrops?
  /// The direction of the RST by its other pair of addresses, where NAT gives the two ends different ones.
  public var translated: Flow?
  /// The error that the RST's sender got itself, where its own call fails too.
  public var senderError: ErrorNumber?
  /// The reset that had ended this connection before, where `sent` only answers what was still on its way.
  public var origin: SentReset?
  /// How this server closed connections lately, oldest first.
  public var serverCloses: [ServerClose]
  /// How many ports have refused this client within a minute, this reset's among them.
  public var refusedPorts = 0
  /// What TCP used of the host soon after the reset, where that can have to do with it.
  public var usage: TCPUsage?
  /// The process that listens on the server's port since the one that closed ended, or shortly before.
  public var restart: ListeningPort?
  /// A connect of the closer's that failed within the second before it closed.
  public var failedBackend: FailedBackend?
  /// The descriptors of the process that should have accepted; nil where that was not looked at.
  public var descriptors: OpenDescriptors?
  /// Lines of the two processes' configurations that say how long they keep idle connections.
  public var idleLines: [IdleLine] = []
  /// Other sockets that tell something of it.
  public var surroundings = Surroundings()
  /// Parameters of the network namespace of the RST's sender, or of what failed.
  public var sysctls: [Sysctl: Int]

  /// At least one of `sent`, `received`, `wire`, `firewall`, `failure` and `drops` is present.
  public init(
    sent: SentReset? = nil, received: ReceivedReset? = nil, wire: WireReset? = nil,
    firewall: FirewallReset? = nil, failure: FailedConnection? = nil, drops: ListenerDrops? = nil,
    senderError: ErrorNumber? = nil, origin: SentReset? = nil, serverCloses: [ServerClose] = [],
    sysctls: [Sysctl: Int] = [:]
  ) {
    let isReset = sent != nil || received != nil || wire != nil || firewall != nil
    precondition(isReset || failure != nil || drops != nil, "evidence of nothing")
    self.sent = sent
    self.received = received
    self.wire = wire ?? received?.packet
    self.firewall = firewall
    self.failure = failure
    self.drops = drops
    self.senderError = senderError
    self.origin = origin
    self.serverCloses = serverCloses
    self.sysctls = sysctls
  }

  /// The direction of the RST, as its sender named the addresses, else as its receiver did; of a failure, the
  /// direction from the end that failed.
  public var flow: Flow {
    (sent?.flow ?? received?.flow ?? wire?.flow ?? firewall?.flow ?? failure?.flow ?? drops?.flow)!
  }

  public var time: Timestamp {
    (sent?.time ?? received?.time ?? wire?.time ?? firewall?.time ?? failure?.time ?? drops?.time)!
  }

  /// Whether it is of a failure, which no RST told of.
  public var isFailure: Bool { failure != nil || drops != nil }

  /// Whether the sources could not look into sockets and segments: what is absent may only be unseen.
  public var isShallow: Bool {
    sent.map { $0.depth == .events } ?? received.map { $0.depth == .events }
      ?? (firewall == nil && !isFailure)
  }

  public var netns: UInt64 {
    (sent?.netns ?? received?.netns ?? wire?.netns ?? firewall?.netns ?? failure?.netns
      ?? drops?.change.netns)!
  }
}

/// What ended a connection at one end while the other end's TCP had sent no RST.
public struct ForeignEnd: Hashable, Sendable {
  public var received: ReceivedReset
  public var firewall: FirewallReset?

  public init(received: ReceivedReset, firewall: FirewallReset? = nil) {
    self.received = received
    self.firewall = firewall
  }
}

extension ListenerDrops {
  private static let nobody = Endpoint(IPAddress(v6: 0), port: 0)

  /// From the listener to peers that nothing tells of.
  fileprivate var flow: Flow { Flow(from: server ?? Self.nobody, to: Self.nobody) }
}
