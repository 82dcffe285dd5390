import Testing
import Wire

/// A frame written by hand, and what reading it must give.
struct Frame: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let type: LinkType
  let bytes: [UInt8]
  /// Bytes before which no cut leaves a whole TCP header.
  let needed: Int
  let vlan: UInt16?
  let payloadLength: Int

  init(
    _ name: String, _ type: LinkType, needed: Int, vlan: UInt16? = nil, payloadLength: Int = 0,
    _ text: String
  ) {
    testDescription = name
    self.type = type
    bytes = hex(text)
    self.needed = needed
    self.vlan = vlan
    self.payloadLength = payloadLength
  }

  /// IPv4 from 10.0.0.1 to 10.0.0.2 with a TCP header of 20 bytes.
  static let ipv4 = """
    45                        # version 4, header of 5 words
    00                        # type of service
    00 28                     # total length 40
    12 34                     # identification
    40 00                     # don't fragment, offset 0
    40                        # time to live 64
    06                        # TCP
    00 00                     # checksum
    0a 00 00 01               # source 10.0.0.1
    0a 00 00 02               # destination 10.0.0.2

    """

  static let reset = """
    1f 90                     # source port 8080
    aa 06                     # destination port 43526
    00 00 00 64               # sequence 100
    00 00 00 c8               # acknowledgment 200
    50 14                     # header of 5 words, RST and ACK
    01 f5                     # window 501
    00 00                     # checksum
    00 00                     # urgent pointer

    """

  static let ethernet = """
    02 00 00 00 00 02         # destination
    02 00 00 00 00 01         # source

    """

  static let ipv6Start = """
    60 00 00 00               # version 6, traffic class, flow label

    """

  static let ipv6Addresses = """
    20 01 0d b8 00 00 00 00   # source 2001:db8::1
    00 00 00 00 00 00 00 01
    20 01 0d b8 00 00 00 00   # destination 2001:db8::2
    00 00 00 00 00 00 00 02

    """
}

extension Frame {
  static let linkTypes = [
    Frame(
      "Ethernet", .ethernet, needed: 54, ethernet + "08 00  # IPv4\n" + ipv4 + reset),
    Frame(
      "Ethernet with padding to 60 bytes", .ethernet, needed: 54,
      ethernet + "08 00  # IPv4\n" + ipv4 + reset + "00 00 00 00 00 00  # padding"),
    Frame(
      "VLAN 100", .ethernet, needed: 58, vlan: 100,
      ethernet + "81 00 60 64  # 802.1Q, priority 3, VLAN 100\n08 00  # IPv4\n" + ipv4 + reset),
    Frame(
      "a tag for priority only", .ethernet, needed: 58,
      ethernet + "81 00 a0 00  # 802.1Q, priority 5, VLAN 0\n08 00  # IPv4\n" + ipv4 + reset),
    Frame(
      "QinQ, 200 around 100", .ethernet, needed: 62, vlan: 200,
      ethernet + "88 a8 00 c8  # 802.1ad, VLAN 200\n81 00 00 64  # 802.1Q, VLAN 100\n"
        + "08 00  # IPv4\n" + ipv4 + reset),
    Frame(
      "Linux cooked", .cooked, needed: 56,
      """
      00 04                     # outgoing
      00 01                     # Ethernet
      00 06                     # address of 6 bytes
      02 00 00 00 00 01 00 00   # address
      08 00                     # IPv4

      """ + ipv4 + reset),
    Frame(
      "Linux cooked, version 2", .cooked2, needed: 60,
      """
      08 00                     # IPv4
      00 00                     # reserved
      00 00 00 03               # interface 3
      00 01                     # Ethernet
      04                        # outgoing
      06                        # address of 6 bytes
      02 00 00 00 00 01 00 00   # address

      """ + ipv4 + reset),
    Frame("raw IP", .raw, needed: 40, ipv4 + reset),
    Frame(
      "BSD loopback", .null, needed: 44, "02 00 00 00  # AF_INET, little-endian\n" + ipv4 + reset),
  ]

  static let networkHeaders = [
    Frame(
      "IPv6", .raw, needed: 60,
      ipv6Start + "00 14  # payload of 20 bytes\n06  # TCP\n40  # hop limit 64\n" + ipv6Addresses
        + reset),
    Frame(
      "IPv6 with hop-by-hop, routing and destination options", .ipv6, needed: 92,
      ipv6Start + "00 34  # payload of 52 bytes\n00  # hop-by-hop\n40  # hop limit\n"
        + ipv6Addresses + """
          2b 00 01 04 00 00 00 00   # routing is next, 8 bytes, PadN
          3c 00 00 00 00 00 00 00   # destination options are next, 8 bytes
          06 01 01 0c 00 00 00 00   # TCP is next, 16 bytes, PadN
          00 00 00 00 00 00 00 00

          """ + reset),
    Frame(
      "IPv6 with an authentication header", .ipv6, needed: 76,
      ipv6Start + "00 24  # payload of 36 bytes\n33  # authentication\n40  # hop limit\n"
        + ipv6Addresses + """
          06 02 00 00               # TCP is next, 4 words
          00 00 00 01               # security parameters index
          00 00 00 02               # sequence
          00 00 00 00               # integrity check value

          """ + reset),
    Frame(
      "the first fragment of IPv6", .ipv6, needed: 68,
      ipv6Start + "00 1c  # payload of 28 bytes\n2c  # fragment\n40  # hop limit\n"
        + ipv6Addresses + """
          06 00 00 01               # TCP is next, offset 0, more follow
          00 00 30 39               # identification 12345

          """ + reset),
    Frame(
      "IPv4 with options and payload", .ipv4, needed: 44, payloadLength: 4,
      """
      46 00 00 30               # version 4, header of 6 words, total length 48
      12 34 40 00 40 06 00 00   # identification, don't fragment, 64 hops, TCP
      0a 00 00 01 0a 00 00 02   # 10.0.0.1 to 10.0.0.2
      01 01 01 00               # options: three times nothing, end

      """ + reset + "47 45 54 20  # payload"),
    Frame(
      "IPv4 without its length, from segmentation offload", .ipv4, needed: 40, payloadLength: 2,
      """
      45 00 00 00               # total length 0
      12 34 40 00 40 06 00 00   # identification, don't fragment, 64 hops, TCP
      0a 00 00 01 0a 00 00 02   # 10.0.0.1 to 10.0.0.2

      """ + reset + "48 49  # payload"),
  ]

  static let all = linkTypes + networkHeaders + tunnels
}
