import CLinux
import Glibc

/// A TCP socket; no call on it waits.
public struct StreamSocket: ~Copyable, Sendable {
  public let descriptor: FileDescriptor

  /// The transport protocols that make such a socket.
  public enum Transport: Sendable { case tcp, multipath }

  public init(_ family: AddressFamily, _ transport: Transport = .tcp) throws(LinuxError) {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = try Syscall.run("create a socket") {
      socket(
        Int32(family.rawValue), type,
        transport == .tcp ? Int32(IPPROTO_TCP) : Self.multipathProtocol)
    }
    descriptor = FileDescriptor(owning: number)
  }

  /// IPPROTO_MPTCP (include/uapi/linux/in.h), which older C libraries lack.
  private static let multipathProtocol: Int32 = 262

  /// A socket that another process has opened, or accept(2).
  public init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  public func bind(to address: SocketAddress) throws(LinuxError) {
    try Syscall.run("bind to port \(address.port)") {
      address.withSocketAddress { Glibc.bind(descriptor.number, $0, $1) }
    }
  }

  public func listen(backlog: Int32) throws(LinuxError) {
    try Syscall.run("listen") { Glibc.listen(descriptor.number, backlog) }
  }

  /// Begins to connect; once the socket is writable, `takeError` tells the outcome.
  public func beginConnect(to address: SocketAddress) throws(LinuxError) {
    do throws(LinuxError) {
      try Syscall.run("connect") {
        address.withSocketAddress { connect(descriptor.number, $0, $1) }
      }
    } catch {
      guard error.errno == EINPROGRESS else { throw error }
    }
  }

  /// connect(2) with AF_UNSPEC: back to an unconnected socket.
  public func disconnect() throws(LinuxError) {
    var unspecified = sockaddr()
    unspecified.sa_family = sa_family_t(AF_UNSPEC)
    try Syscall.run("disconnect") {
      connect(descriptor.number, &unspecified, socklen_t(MemoryLayout<sockaddr>.size))
    }
  }

  public func accept() throws(LinuxError) -> StreamSocket {
    let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = try Syscall.run("accept") { linux_accept4(descriptor.number, flags) }
    return StreamSocket(FileDescriptor(owning: number))
  }

  /// How many of `bytes` the kernel took.
  public func send(_ bytes: ArraySlice<UInt8>) throws(LinuxError) -> Int {
    try Syscall.run("send") {
      bytes.withUnsafeBytes {
        Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
    }
  }

  /// Up to `count` bytes; none once the peer has closed.
  public func receive(upTo count: Int) throws(LinuxError) -> [UInt8] {
    try descriptor.read(upTo: count)
  }

  /// The directions that shutdown(2) can close.
  public enum Direction: Sendable { case write, both }

  public func shutdown(_ direction: Direction) throws(LinuxError) {
    let how = Int32(direction == .write ? SHUT_WR : SHUT_RDWR)
    try Syscall.run("shutdown") { Glibc.shutdown(descriptor.number, how) }
  }

  /// The error that the kernel noted, which this clears (SO_ERROR, socket(7)); 0 for none.
  public func takeError() throws(LinuxError) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    try Syscall.run("read SO_ERROR") {
      getsockopt(descriptor.number, SOL_SOCKET, SO_ERROR, &value, &length)
    }
    return value
  }

  public func localAddress() throws(LinuxError) -> SocketAddress? {
    try SocketAddress { pointer, length throws(LinuxError) in
      try Syscall.run("read the local address") {
        getsockname(descriptor.number, pointer, &length)
      }
    }
  }

  public func remoteAddress() throws(LinuxError) -> SocketAddress? {
    try SocketAddress { pointer, length throws(LinuxError) in
      try Syscall.run("read the peer's address") {
        getpeername(descriptor.number, pointer, &length)
      }
    }
  }
}

extension StreamSocket {
  /// The two directions of a connection, by their numbers in linux/tcp.h (TCP_RECV_QUEUE, TCP_SEND_QUEUE).
  public enum Queue: Int32, Sendable { case received = 1, sent }

  /// The sequence number of the next byte of a direction (TCP_QUEUE_SEQ); needs CAP_NET_ADMIN.
  public func nextSequence(_ queue: Queue = .sent) throws(LinuxError) -> UInt32 {
    try set(.repair)
    defer { try? set(.noRepair) }
    var queue = queue.rawValue
    var sequence: UInt32 = 0
    var length = socklen_t(MemoryLayout<UInt32>.size)
    let (level, number) = (Int32(IPPROTO_TCP), descriptor.number)
    try Syscall.run("choose a queue") {
      setsockopt(number, level, TCP_REPAIR_QUEUE, &queue, length)
    }
    try Syscall.run("read a sequence number") {
      getsockopt(number, level, TCP_QUEUE_SEQ, &sequence, &length)
    }
    return sequence
  }
}

extension LinuxError {
  /// Whether the call would have had to wait (EAGAIN).
  public var wouldWait: Bool { errno == EAGAIN }

  /// Whether connect(2) found no free local port (EADDRNOTAVAIL).
  public var lacksPort: Bool { errno == EADDRNOTAVAIL }
}
