public import Facts

/// A cause made real: two programs on two hosts, and what must be seen.
public struct Scenario: Sendable {
  /// Unique: the cause's id, or that and a variant (`accept-queue-overflow/abort`).
  public let id: String
  public let title: Text
  /// In order; each step is done before the next begins.
  public let steps: [Step]
  public let expected: Expectation
  /// What runs on the server.
  public let server: ServerProgram
  /// What lies between the hosts.
  public let path: Path

  public init(
    id: String, title: Text, steps: [Step], expected: Expectation, server: ServerProgram = .own,
    path: Path = .cable
  ) {
    self.id = id
    self.title = title
    self.steps = steps
    self.expected = expected
    self.server = server
    self.path = path
  }

  /// What the diagnosis and the applications must show.
  public struct Expectation: Sendable {
    /// What the scenario is about; findings of the other kind that come with it need only the same cause.
    public let kind: Finding.Kind
    public let sender: Finding.Sender
    public let minimumConfidence: Confidence
    /// What the RST's receiver gets.
    public let error: ErrorNumber?
    public let harmless: Bool?
    /// Causes of other resets that the steps bring with them, by id.
    public let besides: Set<String>
    /// The hosts whose own kernel shows nothing of it.
    public let blind: Set<Host>

    public init(
      kind: Finding.Kind = .reset, sender: Finding.Sender, atLeast minimumConfidence: Confidence,
      error: ErrorNumber?, harmless: Bool? = false, besides: Set<String> = [],
      blind: Set<Host> = []
    ) {
      self.kind = kind
      self.sender = sender
      self.minimumConfidence = minimumConfidence
      self.error = error
      self.harmless = harmless
      self.besides = besides
      self.blind = blind
    }
  }

  public enum Host: String, Sendable { case client, server }

  /// One action of one host's program, or of its network. Connections are numbered by the program that
  /// opened or accepted them, from 0.
  public enum Step: Sendable {
    case on(Host, Action)
    /// Time that must pass; nothing happens.
    case wait(Duration)
    /// Stops the host's program by this signal.
    case kill(Host, signal: Int32)
    /// The host loses power and comes back: same addresses, no memory of any connection.
    case reboot(Host)
    /// Cuts or mends the cable between the hosts.
    case link(up: Bool)
    /// Loses all that the host sends, or lets it pass again; what is sent to it arrives all the same.
    case oneWay(from: Host, up: Bool)
    /// Another machine on the cable takes the host's address, and the other host believes it.
    case impersonate(Host)
    /// Fills the host's table of tracked connections.
    case fillConnectionTable(Host)
    /// Adds a rule to the host's nftables: what comes for that TCP port is rejected with a TCP reset.
    case reject(Host, port: UInt16)
    /// One more rule for what comes in at the host, after those that are there.
    case filter(Host, HostRule)
    /// A kernel parameter of the host's network namespace.
    case set(Host, Sysctl, to: String)
    /// A kernel parameter of the router between the hosts.
    case setRouter(Sysctl, to: String)
    /// One more rule of the router between the hosts.
    case addRule(RouterRule)
    case relay(RelayChange)
  }

  /// What the program of a host does; each is one system call or a short run of them.
  public enum Action: Sendable {
    /// `deferAccept` is TCP_DEFER_ACCEPT in seconds (tcp(7)): a handshake stays half done until data
    /// comes.
    case listen(port: UInt16, backlog: Int32, deferAccept: Int32?)
    /// A listener of Multipath TCP (IPPROTO_MPTCP).
    case listenMultipath(port: UInt16)
    case closeListener
    case accept
    /// accept(2) fails with EMFILE, although a connection waits.
    case acceptInVain
    /// Lowers RLIMIT_NOFILE so that only so many more descriptors can be opened.
    case limitDescriptors(spare: Int32)
    /// Connects to a port of the host itself, which refuses.
    case connectToOwn(port: UInt16)
    case connect(port: UInt16, expecting: Outcome)
    /// Connects from a port that is not chosen by the kernel.
    case connectFrom(localPort: UInt16, port: UInt16, expecting: Outcome)
    /// Begins to connect and does not wait for the outcome.
    case beginConnect(port: UInt16)
    /// Connects, and holds the last ACK of the handshake back for as long as one may be delayed
    /// (TCP_DEFER_ACCEPT on a client's socket; TCP_DELACK_MAX, 200 ms).
    case connectHoldingACK(port: UInt16)
    /// The same, from a port that is not chosen by the kernel.
    case beginConnectFrom(localPort: UInt16, port: UInt16)
    /// Sends a segment that is of no socket, through a raw one (raw(7)).
    case forge(ForgedSegment)
    /// Sends the peer of a connection a RST that fits it, through a raw socket, with that TTL or hop limit.
    case injectReset(connection: Int, hopLimit: Int32)
    /// Sends 100 bytes through a raw socket whose sequence number is so far from the next one.
    case sendStray(connection: Int, offset: Int)
    case send(connection: Int, bytes: Int, expecting: Outcome)
    /// Sends until neither end's buffer takes more.
    case sendUntilFull(connection: Int)
    /// Reads exactly that many bytes, or runs into the outcome.
    case receive(connection: Int, bytes: Int, expecting: Outcome)
    /// Sends these bytes, in UTF-8.
    case sendText(connection: Int, String, expecting: Outcome)
    /// Reads one HTTP/1.1 response to its end, which Content-Length tells.
    case receiveResponse(connection: Int, expecting: Outcome)
    case setOption(connection: Int, Option)
    case shutdownWrite(connection: Int)
    case shutdownBoth(connection: Int)
    case close(connection: Int)
    /// shutdown(2) of both directions by another process that has inherited the connection.
    case shutdownInChild(connection: Int)
    /// connect(2) with AF_UNSPEC.
    case disconnect(connection: Int)
    /// exit(2) with this code.
    case exit(code: Int32)
    /// Starts the real server program, which was stopped.
    case startServerAgain
    /// SOCK_DESTROY over sock_diag(7), as `ss -K` does.
    case destroy(connection: Int)

    public static func listen(port: UInt16, backlog: Int32) -> Action {
      .listen(port: port, backlog: backlog, deferAccept: nil)
    }
  }

  /// A TCP segment without payload, made by hand.
  public struct ForgedSegment: Hashable, Sendable {
    public var source: UInt16
    public var destination: UInt16
    public var sequence: UInt32
    public var acknowledgment: UInt32
    public var flags: Segment.Flags
    /// A multiple of four bytes, at most 40 (RFC 9293 section 3.1).
    public var options: [UInt8]

    public init(
      from source: UInt16, to destination: UInt16, sequence: UInt32, acknowledgment: UInt32,
      flags: Segment.Flags, options: [UInt8] = []
    ) {
      self.source = source
      self.destination = destination
      self.sequence = sequence
      self.acknowledgment = acknowledgment
      self.flags = flags
      self.options = options
    }
  }

  /// What a system call ends in.
  public enum Outcome: Hashable, Sendable {
    case success
    case endOfFile
    case error(ErrorNumber)
    case any
  }

  public enum Option: Hashable, Sendable {
    case linger(seconds: Int32)
    case linger2(seconds: Int32)
    case keepalive(idleSeconds: Int32, intervalSeconds: Int32, probes: Int32)
    case userTimeout(milliseconds: Int32)
  }
}
