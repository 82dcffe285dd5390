internal import Facts
internal import NIOCore

/// Plain TCP: nothing is sent, what comes is told.
final class PlainExchange: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let line: ConnectionLine
  private static let longest = 64

  init(_ line: ConnectionLine) { self.line = line }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    line.report(.heard(Array(unwrapInboundIn(data).readableBytesView.prefix(Self.longest))))
  }
}
