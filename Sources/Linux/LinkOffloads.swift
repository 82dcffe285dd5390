import CLinux
import Glibc

/// What a network link may put off: segmentation and checksums (ethtool(8), `-K`).
public enum LinkOffloads {
  /// ETHTOOL_STSO, ETHTOOL_SGSO and ETHTOOL_STXCSUM (linux/ethtool.h).
  private static let commands: [(number: UInt32, name: String)] = [
    (0x1f, "tso"), (0x24, "gso"), (0x17, "tx"),
  ]

  /// Has a link of the calling thread's namespace send packets as they go over a wire: none longer than
  /// the MTU, each with its checksum.
  public static func turnOff(_ link: String) throws(LinuxError) {
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = FileDescriptor(
      owning: try Syscall.run("open a socket") { Glibc.socket(AF_INET, type, 0) })
    for command in commands {
      try Syscall.run("turn off \(command.name) of \(link)") {
        linux_ethtool_set(socket.number, link, command.number, 0)
      }
    }
  }
}
