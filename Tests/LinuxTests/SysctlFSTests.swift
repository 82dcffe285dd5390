import Foundation
import Testing

@testable import Linux

@Suite struct SysctlFSTests {
  @Test(arguments: [
    ("net.ipv4.tcp_fin_timeout", "/proc/sys/net/ipv4/tcp_fin_timeout"),
    ("net.ipv4.conf.eth0/5.forwarding", "/proc/sys/net/ipv4/conf/eth0.5/forwarding"),
  ]) func aKeyIsAPath(_ key: String, _ path: String) throws {
    #expect(try SysctlFS.path(of: key) == path)
  }

  @Test(arguments: [
    "", ".", "..", "net..ipv4", "net.ipv4.", ".net", "/etc/passwd", "net.//.x", "../../etc/passwd",
    "net.ipv4/", "/", "a\0b", "net.ipv4.conf./../.x",
  ]) func aKeyThatCouldLeadOutIsRefused(_ key: String) {
    let error = #expect(throws: LinuxError.self) { try SysctlFS.read(key) }
    #expect(error?.errno == EINVAL)
  }

  @Test func anUnknownKeyIsNamed() {
    #expect(throws: LinuxError(operation: "read parameter net.ipv4.nonsense", errno: ENOENT)) {
      try SysctlFS.read("net.ipv4.nonsense")
    }
  }

  @Test(.enabled(if: geteuid() == 0)) func aValueHoldsInItsNamespaceAlone() throws {
    let key = "net.ipv4.tcp_fin_timeout"
    let before = try SysctlFS.read(key)
    let namespace = try NetworkNamespace.anonymous()
    try SysctlFS.write(key, "7", in: namespace)
    #expect(try SysctlFS.read(key, in: namespace) == "7")
    #expect(try SysctlFS.read(key) == before)
    #expect(
      throws: LinuxError(operation: "set parameter \(key) to much", errno: EINVAL)
    ) { try SysctlFS.write(key, "much", in: namespace) }
  }
}
