import Linux

/// What uses something up, or goes through another process.
extension ActorConnections {
  /// For how long buffers must take nothing more to be called full.
  private static let quiet = Duration.milliseconds(100)

  func sendUntilFull(_ number: Int) throws(Stop) -> Reply {
    let connection = try find(number)
    let bytes = [UInt8](repeating: 0x61, count: 65536)
    var reply = Reply(.success)
    while true {
      do throws(LinuxError) {
        reply.bytes += try connection.socket.send(bytes[...])
      } catch {
        guard error.wouldWait else { throw .failed(error) }
        let isReady = try failing { () throws(LinuxError) in
          try Poll.wait(for: .writable, on: connection.socket.descriptor, limit: Self.quiet)
        }
        if isReady != .ready { return reply }
      }
    }
  }

  func limitDescriptors(spare: Int32) throws(Stop) -> Reply {
    try failing { () throws(LinuxError) in try ThisProcess.limitDescriptors(spare: spare) }
    return Reply(.success)
  }

  func acceptInVain() throws(Stop) -> Reply {
    guard let listener else { throw .impossible("there is no listener") }
    try wait(for: .readable, listener)
    do throws(LinuxError) { _ = try listener.socket.accept() } catch {
      guard error.lacksDescriptor else { throw .failed(error) }
      return Reply(.success)
    }
    throw .impossible("there was a descriptor left")
  }

  func connectToOwn(port: UInt16) throws(Stop) -> Reply {
    let connection = try failing { () throws(LinuxError) in
      let connection = try Connection(StreamSocket(own.family))
      try connection.socket.beginConnect(
        to: SocketAddress(own.family, bits: own.bits, port: port))
      return connection
    }
    try wait(for: .writable, connection)
    let error = try failing { () throws(LinuxError) in try connection.socket.takeError() }
    guard error != 0 else { throw .impossible("port \(port) of this host is open") }
    return Reply(.success)
  }

  func shutdownInChild(_ number: Int) throws(Stop) -> Reply {
    let connection = try find(number)
    let hasEnded = try failing { () throws(LinuxError) in
      var child = try ChildProcess(
        ["/proc/self/exe", "lab-actor", LabActor.child, "-", "-", "0"],
        descriptors: [LabActor.Inherited.channel: connection.socket.descriptor.number])
      return try child.wait(limit: limit) != nil
    }
    guard hasEnded else { throw .timedOut }
    return Reply(.success)
  }
}
