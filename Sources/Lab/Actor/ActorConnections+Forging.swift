import Linux

/// Segments that are of no socket.
extension ActorConnections {
  /// `numbers` are ports, sequence and acknowledgment number, flags, and the bytes of the options.
  func forge(_ numbers: [Int]) throws(Stop) -> Reply {
    let header = TCPHeader(
      source: UInt16(truncatingIfNeeded: numbers[0]),
      destination: UInt16(truncatingIfNeeded: numbers[1]),
      sequence: UInt32(truncatingIfNeeded: numbers[2]),
      acknowledgment: UInt32(truncatingIfNeeded: numbers[3]),
      flags: UInt8(truncatingIfNeeded: numbers[4]),
      options: numbers.dropFirst(5).map { UInt8(truncatingIfNeeded: $0) })
    try failing { () throws(LinuxError) in
      try RawSocket(own.family).send(header.bytes(from: own, to: peer), to: peer)
    }
    return Reply(.success)
  }

  /// Sends the peer a RST that fits the connection; the connection itself knows nothing of it.
  func injectReset(_ connection: Int, hopLimit: Int32) throws(Stop) -> Reply {
    let connection = try find(connection)
    try failing { () throws(LinuxError) in
      guard let local = try connection.socket.localAddress(),
        let remote = try connection.socket.remoteAddress()
      else { return }
      let header = TCPHeader(
        source: local.port, destination: remote.port,
        sequence: try connection.socket.nextSequence(), acknowledgment: 0, flags: 4, options: [])
      let socket = try RawSocket(own.family)
      try socket.setHopLimit(hopLimit)
      try socket.send(header.bytes(from: own, to: peer), to: peer)
    }
    return Reply(.success)
  }
}
