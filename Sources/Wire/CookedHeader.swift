/// The header that Linux cooked capture version 2 puts before the IP header (`LinkType.cooked2`), for
/// packets whose own link header was not kept.
public struct CookedHeader: Hashable, Sendable {
  public var etherType: EtherType
  /// The number of the interface.
  public var interface: UInt32
  public var direction: LinkHeader.Direction
  /// ARPHRD_… of linux/if_arp.h.
  public var hardwareType: UInt16
  /// The tag control information of a VLAN tag, which then stands between this header and the packet.
  public var vlanTag: UInt16?

  public init(
    etherType: EtherType, interface: UInt32, direction: LinkHeader.Direction, hardwareType: UInt16,
    vlanTag: UInt16? = nil
  ) {
    self.etherType = etherType
    self.interface = interface
    self.direction = direction
    self.hardwareType = hardwareType
    self.vlanTag = vlanTag
  }

  /// In network byte order, without the sender's address.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ number: some FixedWidthInteger & UnsignedInteger) {
      for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
    add((vlanTag == nil ? etherType : .vlan).rawValue)
    add(UInt16(0))
    add(interface)
    add(hardwareType)
    add(UInt8(truncatingIfNeeded: direction.rawValue))
    // The length of the address, and its place.
    add(UInt8(0))
    add(UInt64(0))
    if let vlanTag {
      add(vlanTag)
      add(etherType.rawValue)
    }
    return bytes
  }
}
