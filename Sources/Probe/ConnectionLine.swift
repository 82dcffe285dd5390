internal import Facts
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOSSL
internal import NIOTLS

/// The upper end of one connection's handlers: it tells when requests can be sent, and what went wrong.
final class ConnectionLine: ChannelInboundHandler {
  typealias InboundIn = NIOAny

  static let userAgent = "whyreset-keepalive-probe"

  private let connection: Int
  private let mailbox: Mailbox
  private let edge: SocketEdge
  private let settings: ConnectionSettings
  private var isReady = false
  private var hasFailed = false

  init(
    _ connection: Int, _ mailbox: Mailbox, _ edge: SocketEdge, _ settings: ConnectionSettings
  ) {
    self.connection = connection
    self.mailbox = mailbox
    self.edge = edge
    self.settings = settings
  }

  func report(_ kind: ConnectionEvent.Kind) { mailbox.put(connection, kind) }

  func beginIdling() { edge.beginIdling() }

  func channelActive(context: ChannelHandlerContext) {
    if settings.server.scheme != .https { becomeReady(context) }
    context.fireChannelActive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted(let name)? = event as? TLSUserEvent {
      if settings.usesHTTP2, name != "h2" {
        fail(.noHTTP2, context)
      } else {
        becomeReady(context)
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  private func becomeReady(_ context: ChannelHandlerContext) {
    isReady = true
    report(.ready(remote: context.remoteAddress.flatMap(Endpoint.init)))
    if settings.server.scheme == .tcp { beginIdling() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    // The edge has told of these.
    case is IOError, is ChannelError: break
    // The FIN without close_notify is the end that the edge tells of.
    case NIOSSLError.uncleanShutdown where isReady: break
    case is NIOSSLCloseTimedOutError: break
    case let error as HTTPParserError where error != .invalidEOFState:
      fail(.garbage("\(error)"), context)
    case is HTTPParserError: break
    case let error as any NIOHTTP2Error: fail(.garbage("\(error)"), context)
    case let error where settings.server.scheme == .https && !isReady:
      fail(ProbeFailure(tls: error), context)
    default: break
    }
  }

  private func fail(_ failure: ProbeFailure, _ context: ChannelHandlerContext) {
    guard !hasFailed else { return }
    hasFailed = true
    report(.failed(failure))
    context.channel.triggerUserOutboundEvent(ConnectionOrder.leave, promise: nil)
  }
}

extension ProbeFailure {
  /// What went wrong in the handshake of TLS.
  init(tls error: any Error) {
    let text = "\(error)"
    if text.contains("CERTIFICATE_VERIFY_FAILED") {
      self = .certificate("CERTIFICATE_VERIFY_FAILED")
    } else if text.contains("failedToValidateHostname") || text.contains("alidate") {
      self = .certificate("it is for another name")
    } else if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
      self = .tls("what it sends is not TLS")
    } else if text.contains("NO_APPLICATION_PROTOCOL") {
      self = .noHTTP2
    } else {
      self = .tls(text)
    }
  }
}

extension Endpoint {
  /// Nil for an address of another family than IPv4 and IPv6.
  init?(_ address: NIOCore.SocketAddress) {
    guard let text = address.ipAddress, let port = address.port,
      let ip = IPAddress(text.prefix { $0 != "%" })
    else { return nil }
    self.init(ip, port: UInt16(port))
  }
}
