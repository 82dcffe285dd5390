public import Facts
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOPosix
internal import NIOSSL

/// The connections to one server, on a thread of their own. Connections are numbered by whoever opens them.
public final class ProbeNetwork {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let mailbox = Mailbox()
  private let settings: ConnectionSettings
  private let tls: NIOSSLContext?

  public init(_ settings: ConnectionSettings) throws(ProbeFailure) {
    self.settings = settings
    do { tls = settings.server.scheme == .https ? try Self.tls(settings) : nil } catch {
      throw .tls("\(error)")
    }
  }

  /// Ends all connections.
  public func shutDown() { try? group.syncShutdownGracefully() }

  /// Since the measurement began.
  public var now: Duration { mailbox.now }

  /// What has happened since the last time, in order.
  public func take() -> [ConnectionEvent] { mailbox.take() }

  /// Begins to open a connection: to `address`, or, where that is nil, to whichever of the server's answers
  /// first. `keepAlive` has the kernel ask whether the peer is there after so many idle seconds.
  public func open(_ number: Int, to address: Endpoint?, keepAlive seconds: Int?) {
    let (mailbox, settings, tls) = (mailbox, settings, tls)
    let bootstrap = ClientBootstrap(group: group)
      .connectTimeout(.nanoseconds(settings.connectLimit.nanoseconds))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try Self.equip(channel, number, mailbox, settings, tls)
        }
      }
    let future =
      if let address {
        Self.withKeepAlive(bootstrap, seconds)
          .connect(host: "\(address.address)", port: Int(address.port))
      } else {
        Self.withKeepAlive(bootstrap, seconds)
          .connect(host: settings.server.host, port: Int(settings.server.port))
      }
    future.whenComplete { result in
      switch result {
      case .success(let channel): mailbox.register(channel, as: number)
      case .failure(let error): mailbox.put(number, .failed(ProbeFailure(connecting: error)))
      }
    }
  }

  public func request(_ number: Int) { tell(number, .request) }

  /// Closes a connection; nothing is told of it any more.
  public func leave(_ number: Int) { tell(number, .leave) }

  private func tell(_ number: Int, _ order: ConnectionOrder) {
    mailbox.channel(number)?.triggerUserOutboundEvent(order, promise: nil)
  }

  private static func tls(_ settings: ConnectionSettings) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.applicationProtocols = settings.usesHTTP2 ? ["h2"] : ["http/1.1"]
    if settings.trustsAnyCertificate { configuration.certificateVerification = .none }
    return try NIOSSLContext(configuration: configuration)
  }

  private static func equip(
    _ channel: any Channel, _ number: Int, _ mailbox: Mailbox, _ settings: ConnectionSettings,
    _ tls: NIOSSLContext?
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    let edge = SocketEdge(number, mailbox)
    let line = ConnectionLine(number, mailbox, edge, settings)
    try pipeline.addHandler(edge)
    if let tls {
      let isAddress = IPAddress(settings.server.host) != nil
      try pipeline.addHandler(
        NIOSSLClientHandler(
          context: tls, serverHostname: isAddress ? nil : settings.server.host))
    }
    switch (settings.server.scheme, settings.usesHTTP2) {
    case (.tcp, _): try pipeline.addHandler(PlainExchange(line))
    case (_, true):
      try pipeline.addHandler(NIOHTTP2Handler(mode: .client))
      try pipeline.addHandler(HTTP2Exchange(line, settings))
    case (_, false):
      try pipeline.addHTTPClientHandlers()
      try pipeline.addHandler(HTTP1Exchange(line, settings))
    }
    try pipeline.addHandler(line)
  }

  /// The times of tcp(7): TCP_KEEPIDLE, and three probes a second apart.
  private static func withKeepAlive(_ bootstrap: ClientBootstrap, _ seconds: Int?)
    -> ClientBootstrap
  {
    guard let seconds else { return bootstrap }
    let times = [(4, seconds), (5, 1), (6, 3)]
    return times.reduce(bootstrap.channelOption(.socketOption(.so_keepalive), value: 1)) {
      $0.channelOption(
        .tcpOption(NIOBSDSocket.Option(rawValue: CInt($1.0))), value: $1.1)
    }
  }
}

extension ProbeFailure {
  fileprivate init(connecting error: any Error) {
    switch error {
    case let error as IOError: self = .connect(ErrorNumber(rawValue: error.errnoCode))
    case let error as NIOConnectionError: self.init(error)
    case ChannelError.connectTimeout: self = .connectTimedOut
    case is SocketAddressError: self = .unresolved("\(error)")
    default: self = .tls("\(error)")
    }
  }

  /// The first that went wrong with a connection, or that there was no address to try.
  private init(_ error: NIOConnectionError) {
    if let first = error.connectionErrors.first?.error {
      self.init(connecting: first)
    } else {
      self = .unresolved(error.host)
    }
  }
}

extension Duration {
  var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
