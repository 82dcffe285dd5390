/// The options of one TCP header; what it lacks is nil.
public struct TCPOptions: Hashable, Sendable {
  /// RFC 7323 section 3.2.
  public struct Timestamp: Hashable, Sendable {
    public var value: UInt32
    public var echo: UInt32
  }

  /// RFC 9293 section 3.7.1, bytes.
  public var maximumSegmentSize: UInt16?
  /// RFC 7323 section 2.2: the window is shifted left by so many bits.
  public var windowScale: UInt8?
  /// RFC 2018.
  public var allowsSelectiveAcknowledgment = false
  /// Blocks of selective acknowledgments (RFC 2018), at most four.
  public var selectiveBlocks = 0
  public var timestamp: Timestamp?
  /// Whether a signature of RFC 2385 or RFC 5925 is present.
  public var isAuthenticated = false
  /// The subtype of a multipath option (RFC 8684 section 3).
  public var multipath: UInt8?
  /// Whether a fast-open cookie, or the wish for one, is present (RFC 7413).
  public var hasFastOpen = false
  /// Whether the bytes end before the header does: a capture with a short snapshot length.
  public var isTruncated = false

  public init() {}

  /// The options between `offset` and `end`, positions in `bytes`; as far as they are well-formed.
  public init(_ bytes: RawSpan, from offset: Int, to end: Int) {
    isTruncated = end > bytes.byteCount
    var reader = ByteReader(
      bytes.extracting(first: min(max(end, 0), bytes.byteCount)), at: offset, .tcpOptions)
    while reader.remaining > 0 {
      do throws(WireError) {
        guard try readOne(&reader) else { return }
      } catch { return }
    }
  }

  /// False at the end of the list, or where a length cannot be true.
  @_lifetime(reader: copy reader)
  private mutating func readOne(_ reader: inout ByteReader) throws(WireError) -> Bool {
    let kind = try reader.read(UInt8.self)
    if kind == 0 { return false }
    if kind == 1 { return true }
    let length = Int(try reader.read(UInt8.self)) - 2
    guard length >= 0 else { return false }
    try reader.require(length)
    let end = reader.offset + length
    switch (kind, length) {
    case (2, 2): maximumSegmentSize = try reader.read()
    case (3, 1): windowScale = try reader.read()
    case (4, 0): allowsSelectiveAcknowledgment = true
    case (5, _): selectiveBlocks = length / 8
    case (8, 8): timestamp = Timestamp(value: try reader.read(), echo: try reader.read())
    case (19, 16), (29, 2...): isAuthenticated = true
    case (30, 1...): multipath = try reader.read(UInt8.self) >> 4
    case (34, _): hasFastOpen = true
    default: break
    }
    try reader.skip(end - reader.offset)
    return true
  }
}
