import CLinux
import Glibc

/// A netlink socket; it speaks to the network namespace that it was opened in.
public struct NetlinkSocket: ~Copyable, Sendable {
  /// What a socket speaks of.
  public enum Family: Sendable {
    /// Links, addresses, routes: rtnetlink(7).
    case route
    /// Sockets: sock_diag(7).
    case sockDiag
    /// Packet filters and connection tracking: nft(8).
    case netfilter

    fileprivate var number: Int32 {
      switch self {
      case .route: NETLINK_ROUTE
      case .sockDiag: NETLINK_SOCK_DIAG
      case .netfilter: NETLINK_NETFILTER
      }
    }
  }

  private let descriptor: FileDescriptor
  private var sequence: UInt32 = 0

  public init(_ family: Family) throws(LinuxError) {
    let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
    let number = try Syscall.run("open a netlink socket") {
      socket(AF_NETLINK, type, family.number)
    }
    let descriptor = FileDescriptor(owning: number)
    var on: Int32 = 1
    let length = socklen_t(MemoryLayout<Int32>.size)
    // Without NETLINK_EXT_ACK an error has a number and no words.
    setsockopt(number, SOL_NETLINK, NETLINK_EXT_ACK, &on, length)
    setsockopt(number, SOL_NETLINK, NETLINK_CAP_ACK, &on, length)
    self.descriptor = descriptor
  }

  /// Has the kernel do what `message` asks for; hands every answer but the last, which is an
  /// acknowledgment or the end of a dump, to `body`.
  public mutating func perform(
    _ message: consuming NetlinkMessage, _ operation: @autoclosure () -> String,
    _ body: (NetlinkReply) -> Void = { _ in }
  ) throws(LinuxError) {
    try perform([message], operation(), body)
  }

  /// The same for several messages in one datagram, which the kernel takes all or none of; it answers
  /// the one that asks for it, or the first that it refuses.
  public mutating func perform(
    _ messages: consuming [NetlinkMessage], _ operation: @autoclosure () -> String,
    _ body: (NetlinkReply) -> Void = { _ in }
  ) throws(LinuxError) {
    try send(messages, operation())
    while true {
      for reply in try receive() where reply.sequence == sequence {
        switch Int32(reply.type) {
        case NLMSG_DONE: return
        case NLMSG_ERROR: return try check(reply, operation())
        default: body(reply)
        }
      }
    }
  }

  /// Sends messages that ask for no answer.
  mutating func post(
    _ bytes: [UInt8], _ operation: @autoclosure () -> String
  ) throws(LinuxError) {
    let number = descriptor.number
    try Syscall.run(operation()) { Glibc.send(number, bytes, bytes.count, 0) }
  }

  private mutating func send(
    _ messages: consuming [NetlinkMessage], _ operation: @autoclosure () -> String
  ) throws(LinuxError) {
    sequence += 1
    for index in messages.indices { messages[index].setSequence(sequence) }
    let bytes = messages.flatMap(\.bytes)
    let number = descriptor.number
    try Syscall.run(operation()) { Glibc.send(number, bytes, bytes.count, 0) }
  }

  private func receive() throws(LinuxError) -> [NetlinkReply] {
    NetlinkReply.parse(try descriptor.read(upTo: 65536))
  }

  private func check(
    _ reply: NetlinkReply, _ operation: @autoclosure () -> String
  ) throws(LinuxError) {
    let (number, text) = reply.error
    guard number != 0 else { return }
    let words = text.map { " (the kernel says: \($0))" } ?? ""
    throw LinuxError(operation: operation() + words, errno: number)
  }
}
