import Linux

/// What uses something up: buffers, descriptors.
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
}
