import Wire

extension FuzzTarget {
  /// One frame; its first byte chooses the link type.
  static let packet = FuzzTarget("packet") { bytes in
    guard bytes.byteCount > 0 else { return }
    let first = bytes.unsafeLoad(as: UInt8.self)
    let type = LinkType.allCases[Int(first) % LinkType.allCases.count]
    let frame = bytes.extracting(1..<bytes.byteCount)
    let dissection = try? Dissection(frame, type)
    if let plain = Packet(plain: frame, type) {
      precondition(dissection == .tcp(plain), "two readers, two packets")
      precondition(PacketEnds(plain: frame, type) == PacketEnds(plain))
    }
    guard case .tcp(let packet)? = dissection else { return }
    precondition(packet.payload.upperBound <= frame.byteCount)
    precondition(packet.payload.count <= packet.payloadLength)
    _ = packet.options(in: frame)
  }
}
