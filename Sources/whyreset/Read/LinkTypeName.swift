/// The names of link types that captures have and whyreset does not read (the pcap registry of link types).
enum LinkTypeName {
  static func of(_ type: UInt16) -> String {
    switch type {
    case 105: "IEEE 802.11"
    case 127: "IEEE 802.11 with radiotap"
    case 119: "IEEE 802.11 with Prism"
    case 163: "IEEE 802.11 with AVS"
    case 189, 220: "USB"
    case 187, 201: "Bluetooth"
    case 195, 230: "IEEE 802.15.4"
    case 253: "netlink"
    default: "unknown"
    }
  }
}
