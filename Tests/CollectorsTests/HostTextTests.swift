import Facts
import Testing

@testable import Collectors

/// The texts of files that a look at the host reads.
struct HostTextTests {
  @Test func readsFilesOfParameters() {
    let text = """
      # comment
      ; another
      net.core.somaxconn = 1024
        net.ipv4.ip_local_port_range=1024 65535\t
      -net.ipv4.tcp_tw_recycle = 1
      net/ipv4/conf/eth0.5/forwarding = 1
      net.ipv4.conf.*.rp_filter = 1
      no assignment
      = 3
      """
    let settings = SysctlText.settings(text)
    #expect(
      settings.map(\.0.rawValue) == [
        "net.core.somaxconn", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_tw_recycle",
        "net.ipv4.conf.eth0/5.forwarding",
      ])
    #expect(settings.map(\.1) == ["1024", "1024 65535", "1", "1"])
  }

  @Test func readsEveryPartOfAFileOfParameters() {
    let text = "a.b = 1\n-c/d.e=2 \n#x\n"
    for length in 0...text.count { _ = SysctlText.settings(String(text.prefix(length))) }
  }

  @Test(arguments: [
    ("00000010 00000003 00000000\n000000ff 00000001 0\n", UInt64(4)),
    ("", 0), ("zz", 0), ("1 zz", 0), ("1 ffffffff", 0xffff_ffff),
  ]) func countsDropsOfAllProcessors(_ text: String, _ drops: UInt64) {
    #expect(SoftnetText.drops(text) == drops)
  }
}
