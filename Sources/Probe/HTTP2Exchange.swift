internal import Facts
internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// One request after the other, each on a stream of its own, over HTTP/2 (RFC 9113).
final class HTTP2Exchange: ChannelDuplexHandler {
  typealias InboundIn = HTTP2Frame
  typealias OutboundIn = Never
  typealias OutboundOut = HTTP2Frame

  private let line: ConnectionLine
  private let settings: ConnectionSettings
  private var nextStream = HTTP2StreamID(1)
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
    let headers: HPACKHeaders = [
      ":method": settings.method.rawValue, ":scheme": settings.server.scheme.rawValue,
      ":authority": settings.server.authority, ":path": settings.server.path,
      "user-agent": ConnectionLine.userAgent,
    ]
    let frame = HTTP2Frame(
      streamID: nextStream, payload: .headers(.init(headers: headers, endStream: true)))
    nextStream = HTTP2StreamID(Int(nextStream) + 2)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data).payload {
    case .headers(let headers):
      // Status 1xx is not the answer yet (RFC 9110 section 15.2).
      if let status = headers.headers.first(name: ":status").flatMap({ Int($0) }), status >= 200 {
        answer = ServerAnswer(status: status)
        answer?.software = headers.headers.first(name: "server")
      }
      if headers.endStream { finish() }
    case .data(let data): if data.endStream { finish() }
    case .rstStream: finish()
    case .goAway(_, let code, _):
      line.report(.goAway(code: UInt32(code.networkCode)))
    case .ping(_, let isAnswer): if !isAnswer { line.report(.pinged) }
    default: break
    }
  }

  private func finish() {
    guard let answer else { return }
    self.answer = nil
    line.report(.answered(answer))
    line.beginIdling()
  }
}
