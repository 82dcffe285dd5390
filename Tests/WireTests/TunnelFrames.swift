import Wire

extension Frame {
  /// IPv4 around something, from one tunnel's end to the other.
  private static func outer(_ number: String) -> String {
    """
    45 00 00 64 00 01 00 00   # version 4, total length 100, identification 1
    40 \(number) 00 00       # time to live 64, the protocol inside
    ac 10 00 01               # source 172.16.0.1
    ac 10 00 02               # destination 172.16.0.2

    """
  }

  private static let type = "08 00  # IPv4\n"

  private static func datagram(_ port: String) -> String {
    "c0 00 \(port) 00 50 00 00  # UDP\n"
  }

  static let tunnels = [
    Frame("PPP", .ppp, needed: 42, "00 21  # IPv4\n" + ipv4 + reset),
    Frame("PPP framed as HDLC", .serialPPP, needed: 44, "ff 03 00 21  # IPv4\n" + ipv4 + reset),
    Frame(
      "PPP over Ethernet", .ethernet, needed: 62,
      ethernet + "88 64  # PPPoE\n11 00 00 01 00 2a 00 21  # session 1, IPv4\n" + ipv4 + reset),
    Frame(
      "two labels of MPLS", .ethernet, needed: 62,
      ethernet + "88 47  # MPLS\n00 01 00 40 00 02 01 40  # the second is the last\n" + ipv4 + reset
    ),
    Frame("IPv4 in IPv4", .raw, needed: 60, outer("04") + ipv4 + reset),
    Frame(
      "GRE with a key", .raw, needed: 68,
      outer("2f") + "20 00 08 00 00 00 00 07  # key 7, IPv4\n" + ipv4 + reset),
    Frame(
      "VXLAN", .raw, needed: 90,
      outer("11") + datagram("12 b5") + "08 00 00 00 00 00 07 00  # VNI 7\n" + ethernet + type
        + ipv4
        + reset),
    Frame(
      "Geneve with an option", .raw, needed: 98,
      outer("11") + datagram("17 c1")
        + "02 00 65 58 00 00 07 00  # 8 bytes of options, Ethernet, VNI 7\n00 00 00 01 00 00 00 00\n"
        + ethernet + type + ipv4 + reset),
    Frame(
      "GTP-U", .raw, needed: 76,
      outer("11") + datagram("08 68") + "30 ff 00 28 00 00 00 09  # version 1, TEID 9\n" + ipv4
        + reset),
    Frame(
      "IPv4 in VXLAN in GRE", .raw, needed: 114,
      outer("2f") + "00 00 08 00  # IPv4\n" + outer("11") + datagram("12 b5")
        + "08 00 00 00 00 00 07 00  # VNI 7\n" + ethernet + type + ipv4 + reset),
  ]
}
