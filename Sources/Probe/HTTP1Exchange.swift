internal import Facts
internal import NIOCore
internal import NIOHTTP1

/// One request after the other over HTTP/1.1 (RFC 9112).
final class HTTP1Exchange: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = Never
  typealias OutboundOut = HTTPClientRequestPart

  private let line: ConnectionLine
  private let settings: ConnectionSettings
  private var answer: ServerAnswer?

  init(_ line: ConnectionLine, _ settings: ConnectionSettings) {
    self.line = line
    self.settings = settings
  }

  func triggerUserOutboundEvent(
    context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
  ) {
    context.triggerUserOutboundEvent(event, promise: promise)
    guard case .request? = event as? ConnectionOrder else { return }
    line.report(.requested)
    let head = HTTPRequestHead(
      version: .http1_1, method: settings.method == .head ? .HEAD : .OPTIONS,
      uri: settings.server.path,
      headers: [
        "Host": settings.server.authority, "User-Agent": ConnectionLine.userAgent, "Accept": "*/*",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): answer = ServerAnswer(head)
    case .body: break
    case .end:
      guard let answer else { return }
      self.answer = nil
      line.report(.answered(answer))
      line.beginIdling()
    }
  }
}

extension ServerAnswer {
  init(_ head: HTTPResponseHead) {
    self.init(status: Int(head.status.code))
    software = head.headers.first(name: "Server")
    // The parser's own word takes an answer to HEAD without a length for one that ends with the connection.
    let options = head.headers[canonicalForm: "Connection"].map { $0.lowercased() }
    announcesClose =
      options.contains("close")
      || (head.version != .http1_1 && !options.contains("keep-alive"))
    for part in head.headers[canonicalForm: "Keep-Alive"] {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, let number = Int(pair[1]), number >= 0 else { continue }
      switch pair[0].lowercased() {
      case "timeout": announcedTimeout = number
      case "max": announcedRequests = number
      default: break
      }
    }
  }
}
