/// Makes a pcapng file (draft-ietf-opsawg-pcapng, version 1.0) block by block, in little-endian order, with
/// times in nanoseconds.
///
/// The bytes wait until `take()`, and whoever takes them writes them: each batch ends at a block's end.
public struct PcapngWriter: Sendable {
  /// Where packets were seen: section 4.2, Interface Description Block.
  public struct Interface: Hashable, Sendable {
    public var linkType: LinkType
    public var name: String?
    public var description: String?
    /// The most bytes that were kept of a packet; 0 is without limit.
    public var snapLength: UInt32

    public init(
      _ linkType: LinkType, name: String? = nil, description: String? = nil, snapLength: UInt32 = 0
    ) {
      self.linkType = linkType
      self.name = name
      self.description = description
      self.snapLength = snapLength
    }
  }

  private var bytes: [UInt8] = []
  private var interfaces: UInt32 = 0

  /// Begins a section; one may follow another in the same file.
  public init(application: String) {
    addBlock(0x0a0d_0d0a) { block in
      block.add(UInt32(0x1a2b_3c4d))
      // Version 1.0.
      block.add(UInt16(1))
      block.add(UInt16(0))
      // The length of the section is not known yet.
      block.add(UInt64.max)
      block.addOption(4, application)
      block.endOptions()
    }
  }

  /// The blocks made since this was last asked.
  public mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// The number by which packets name the interface.
  public mutating func addInterface(_ interface: Interface) -> UInt32 {
    addBlock(1) { block in
      block.add(UInt16(truncatingIfNeeded: interface.linkType.rawValue))
      block.add(UInt16(0))
      block.add(interface.snapLength)
      if let name = interface.name { block.addOption(2, name) }
      if let description = interface.description { block.addOption(3, description) }
      // if_tsresol: units of 10^-9 s.
      block.addOption(9, [9])
      block.endOptions()
    }
    defer { interfaces += 1 }
    return interfaces
  }

  /// Adds a packet that was seen so many nanoseconds after 1970; `length` is what it had on the wire.
  public mutating func addPacket(
    _ packet: some Collection<UInt8>, length: Int, interface: UInt32, nanoseconds: Int64,
    comment: String? = nil
  ) {
    precondition(interface < interfaces, "a packet names an interface of its section")
    let time = UInt64(max(nanoseconds, 0))
    addBlock(6) { block in
      block.add(interface)
      block.add(UInt32(time >> 32))
      block.add(UInt32(truncatingIfNeeded: time))
      block.add(UInt32(packet.count))
      block.add(UInt32(clamping: max(length, packet.count)))
      block.bytes += packet
      block.pad()
      guard let comment else { return }
      block.addOption(1, comment)
      block.endOptions()
    }
  }

  /// Type, total length, body, total length.
  private mutating func addBlock(_ type: UInt32, _ fill: (inout Block) -> Void) {
    var block = Block(bytes: bytes)
    bytes = []
    let start = block.bytes.count
    block.add(type)
    block.add(UInt32(0))
    fill(&block)
    let length = UInt32(block.bytes.count - start + 4)
    block.add(length)
    block.put(length, at: start + 4)
    bytes = block.bytes
  }
}

/// The bytes of a file up to the block that is being made.
private struct Block {
  var bytes: [UInt8]

  /// An option's length has 16 bits (section 3.5).
  private static let longestOption = 0xffff

  mutating func add(_ number: some FixedWidthInteger & UnsignedInteger) {
    for index in 0..<number.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index)))
    }
  }

  mutating func put(_ number: UInt32, at offset: Int) {
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
  }

  /// Everything in a block is padded to 32 bits.
  mutating func pad() {
    while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
  }

  mutating func addOption(_ code: UInt16, _ value: [UInt8]) {
    add(code)
    add(UInt16(value.count))
    bytes += value
    pad()
  }

  /// A text that is too long ends after a whole character.
  mutating func addOption(_ code: UInt16, _ text: String) {
    var end = text.utf8.count
    if end > Self.longestOption {
      end = Self.longestOption
      let units = Array(text.utf8)
      while end > 0, units[end] & 0xc0 == 0x80 { end -= 1 }
    }
    addOption(code, Array(text.utf8.prefix(end)))
  }

  mutating func endOptions() { add(UInt32(0)) }
}
