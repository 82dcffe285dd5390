import Glibc

/// One end of a channel between two processes that keeps messages apart (unix(7), SOCK_SEQPACKET).
public struct MessageChannel: ~Copyable, Sendable {
  public let descriptor: FileDescriptor

  /// The longest message, in bytes.
  public static let longestMessage = 65536

  public init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// Both ends of a fresh channel.
  public struct Pair: ~Copyable {
    public let near: MessageChannel
    public let far: MessageChannel

    public init() throws(LinuxError) {
      var numbers: [Int32] = [-1, -1]
      let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      try Syscall.run("create a channel") { socketpair(AF_UNIX, type, 0, &numbers) }
      near = MessageChannel(FileDescriptor(owning: numbers[0]))
      far = MessageChannel(FileDescriptor(owning: numbers[1]))
    }

    /// The near end; the far one is closed here, since another process has it.
    public consuming func keepNear() -> MessageChannel { near }
  }

  public func send(_ message: [UInt8]) throws(LinuxError) {
    try Syscall.run("send a message") {
      Glibc.send(descriptor.number, message, message.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// The next message; nil once the other end is closed.
  public func receive() throws(LinuxError) -> [UInt8]? {
    var message = [UInt8](repeating: 0, count: Self.longestMessage)
    let count = try Syscall.run("receive a message") {
      recv(descriptor.number, &message, message.count, 0)
    }
    return count == 0 ? nil : Array(message[..<count])
  }
}
