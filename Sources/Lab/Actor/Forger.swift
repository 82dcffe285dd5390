import Linux

/// Sends segments that are of no socket of the kernel's TCP.
final class Forger {
  private let socket: RawSocket
  private let own: SocketAddress
  private let peer: SocketAddress

  init(from own: SocketAddress, to peer: SocketAddress) throws(LinuxError) {
    socket = try RawSocket(own.family)
    self.own = own
    self.peer = peer
  }

  /// `numbers` are ports, sequence and acknowledgment number, flags, and the bytes of the options.
  func send(_ numbers: [Int]) throws(LinuxError) {
    let header = TCPHeader(
      source: UInt16(truncatingIfNeeded: numbers[0]),
      destination: UInt16(truncatingIfNeeded: numbers[1]),
      sequence: UInt32(truncatingIfNeeded: numbers[2]),
      acknowledgment: UInt32(truncatingIfNeeded: numbers[3]),
      flags: UInt8(truncatingIfNeeded: numbers[4]),
      options: numbers.dropFirst(5).map { UInt8(truncatingIfNeeded: $0) })
    try socket.send(header.bytes(from: own, to: peer), to: peer)
  }
}
