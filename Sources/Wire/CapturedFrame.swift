/// One packet of a capture file: where its bytes lie, and what the file says of it.
public struct CapturedFrame: Hashable, Sendable {
  /// Counted from 1, as Wireshark does.
  public var number: UInt64
  /// Nanoseconds since 1970-01-01T00:00:00Z; of a block without a time, that of the packet before it.
  public var time: Int64
  /// Where the captured bytes lie in those that were read.
  public var bytes: Range<Int> { Int(start)..<Int(start) + Int(captured) }
  /// Bytes that the packet had on the wire.
  public var originalLength: UInt32
  /// The number of the link type in the pcap registry (LINKTYPE_…), known to `LinkType` or not.
  public var linkType: UInt16
  /// The interface within its section (pcapng); 0 in pcap.
  public var interface: UInt32
  /// Where the packet's first comment lies; empty without one.
  public var comment: Range<Int> { Int(commentStart)..<Int(commentStart) + Int(commentLength) }
  /// Whether the capturing host sent it (epb_flags of pcapng); nil where the file does not say.
  public var isOutbound: Bool?
  var start: UInt32
  var captured: UInt32
  var commentStart: UInt32 = 0
  var commentLength: UInt16 = 0

  init(
    number: UInt64, time: Int64, start: Int, captured: UInt32, originalLength: UInt32,
    linkType: UInt16, interface: UInt32 = 0
  ) {
    self.number = number
    self.time = time
    self.originalLength = originalLength
    self.linkType = linkType
    self.interface = interface
    self.start = UInt32(truncatingIfNeeded: start)
    self.captured = captured
  }
}

/// Why bytes could not be read as a capture file.
public enum CaptureError: Error, Hashable, Sendable {
  /// The first bytes are those of no capture format.
  case notACapture
  /// A length, in bytes, that no record or block has.
  case badLength(UInt32)
  /// A pcapng section whose byte order cannot be told.
  case badByteOrder(UInt32)
}

extension CaptureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notACapture: "neither pcap nor pcapng"
    case .badLength(let length): "a record with a length of \(length) bytes"
    case .badByteOrder(let magic): "a section with the byte order 0x\(String(magic, radix: 16))"
    }
  }
}
