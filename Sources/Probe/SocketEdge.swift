internal import Facts
internal import NIOCore

/// The handler next to the socket: it tells how the connection ended, before TLS or HTTP have a word in it.
///
/// While the connection is idle it holds back what the layers above want to send. TLS answers the server's
/// close_notify with its own; were that to arrive before the server's FIN has left, the FIN would become a RST.
final class SocketEdge: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  private let connection: Int
  private let mailbox: Mailbox
  private var isIdle = false
  private var isLeaving = false
  private var hasEnded = false
  private var isFlushing = false
  private var held: [(data: NIOAny, promise: EventLoopPromise<Void>?)] = []

  /// A FIN follows a close_notify within microseconds.
  private static let patience = TimeAmount.milliseconds(50)

  init(_ connection: Int, _ mailbox: Mailbox) {
    self.connection = connection
    self.mailbox = mailbox
  }

  /// From now on nothing is expected to be sent.
  func beginIdling() { isIdle = true }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard isIdle else { return context.write(data, promise: promise) }
    held.append((data, promise))
    if held.count == 1 { later(context) { $0.release($1) } }
  }

  func flush(context: ChannelHandlerContext) {
    if held.isEmpty { context.flush() }
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard isIdle, !isLeaving, !hasEnded else { return context.close(mode: mode, promise: promise) }
    later(context) { $1.close(mode: mode, promise: promise) }
  }

  func triggerUserOutboundEvent(
    context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
  ) {
    switch event as? ConnectionOrder {
    case .request: isIdle = false
    case .leave:
      isLeaving = true
      context.close(promise: nil)
    case nil: break
    }
    promise?.succeed()
  }

  private func later(
    _ context: ChannelHandlerContext,
    _ action: @escaping (SocketEdge, ChannelHandlerContext) -> Void
  ) {
    let bound = NIOLoopBound((self, context, action), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.patience) {
      let (edge, context, action) = bound.value
      if !edge.hasEnded { action(edge, context) }
    }
  }

  private func release(_ context: ChannelHandlerContext) {
    let waiting = held
    held = []
    for (data, promise) in waiting { context.write(data, promise: promise) }
    context.flush()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let error = error as? IOError { end(error.connectionEnd) }
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.fin)
    for (_, promise) in held { promise?.fail(ChannelError.ioOnClosedChannel) }
    held = []
    context.fireChannelInactive()
  }

  private func end(_ how: ConnectionEnd) {
    guard !hasEnded else { return }
    hasEnded = true
    if !isLeaving { mailbox.put(connection, .ended(how)) }
  }
}

extension IOError {
  var connectionEnd: ConnectionEnd {
    switch ErrorNumber(rawValue: errnoCode) {
    // A write after the peer's RST has been read gives EPIPE.
    case .connectionReset, .brokenPipe: .reset
    case .timedOut: .silence
    case let other: .error(other)
    }
  }
}
