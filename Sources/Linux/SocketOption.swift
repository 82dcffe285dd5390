import Glibc

/// A setting of a TCP socket (socket(7), tcp(7)).
public enum SocketOption: Hashable, Sendable {
  case reuseAddress
  case linger(seconds: Int32)
  case linger2(seconds: Int32)
  /// SO_KEEPALIVE with TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT.
  case keepalive(idleSeconds: Int32, intervalSeconds: Int32, probes: Int32)
  case userTimeout(milliseconds: Int32)
  /// A listener's: connections stay in SYN_RECV until data comes.
  case deferAccept(seconds: Int32)
  /// close() then says nothing to the peer; needs CAP_NET_ADMIN.
  case repair
  /// Takes `repair` back, and sends nothing.
  case noRepair
}

extension StreamSocket {
  public func set(_ option: SocketOption) throws(LinuxError) {
    switch option {
    case .reuseAddress: try set(SOL_SOCKET, SO_REUSEADDR, Int32(1), "SO_REUSEADDR")
    case .linger(let seconds):
      let value = Glibc.linger(l_onoff: 1, l_linger: seconds)
      try set(SOL_SOCKET, SO_LINGER, value, "SO_LINGER")
    case .linger2(let seconds): try setTCP(TCP_LINGER2, seconds, "TCP_LINGER2")
    case .keepalive(let idle, let interval, let probes):
      try setTCP(TCP_KEEPIDLE, idle, "TCP_KEEPIDLE")
      try setTCP(TCP_KEEPINTVL, interval, "TCP_KEEPINTVL")
      try setTCP(TCP_KEEPCNT, probes, "TCP_KEEPCNT")
      try set(SOL_SOCKET, SO_KEEPALIVE, Int32(1), "SO_KEEPALIVE")
    case .userTimeout(let value): try setTCP(TCP_USER_TIMEOUT, value, "TCP_USER_TIMEOUT")
    case .deferAccept(let seconds): try setTCP(TCP_DEFER_ACCEPT, seconds, "TCP_DEFER_ACCEPT")
    case .repair: try setTCP(TCP_REPAIR, 1, "TCP_REPAIR")
    // TCP_REPAIR_OFF_NO_WP (linux/tcp.h).
    case .noRepair: try setTCP(TCP_REPAIR, -1, "TCP_REPAIR")
    }
  }

  private func setTCP(_ name: Int32, _ value: Int32, _ title: String) throws(LinuxError) {
    try set(Int32(IPPROTO_TCP), name, value, title)
  }

  private func set<Value: BitwiseCopyable>(
    _ level: Int32, _ name: Int32, _ value: Value, _ title: String
  ) throws(LinuxError) {
    try Syscall.run("set \(title)") {
      withUnsafeBytes(of: value) {
        setsockopt(descriptor.number, level, name, $0.baseAddress, socklen_t($0.count))
      }
    }
  }
}
