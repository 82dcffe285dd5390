import Linux

/// Segments that are of no socket.
extension ActorConnections {
  /// `numbers` are ports, sequence and acknowledgment number, flags, and the bytes of the options.
  mutating func forge(_ numbers: [Int]) throws(Stop) -> Reply {
    let known = forger
    forger = try failing { () throws(LinuxError) in
      let forger = if let known { known } else { try Forger(from: own, to: peer) }
      try forger.send(numbers)
      return forger
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

  /// Sends a segment of the connection with payload whose sequence number is so far from the next.
  func sendStray(_ connection: Int, offset: Int) throws(Stop) -> Reply {
    let connection = try find(connection)
    try failing { () throws(LinuxError) in
      guard let local = try connection.socket.localAddress(),
        let remote = try connection.socket.remoteAddress()
      else { return }
      let header = TCPHeader(
        source: local.port, destination: remote.port,
        sequence: try connection.socket.nextSequence() &+ UInt32(truncatingIfNeeded: offset),
        acknowledgment: try connection.socket.nextSequence(.received), flags: 16, options: [],
        // Connection tracking does not look at the sequence number of a segment without payload.
        payload: [UInt8](repeating: 0x61, count: 100))
      try RawSocket(own.family).send(header.bytes(from: own, to: remote), to: remote)
    }
    return Reply(.success)
  }
}
