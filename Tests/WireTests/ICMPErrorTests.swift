import Testing
import Wire

/// Messages about segments: what they say, of which segment, and what is none.
@Suite struct ICMPErrorTests {
  static let segment: [UInt8] = [
    0x45, 0, 5, 0xdc, 0, 1, 0x40, 0, 63, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
    0xaa, 6, 0x1f, 0x90, 0, 0, 0, 7,
  ]
  static let segment6: [UInt8] = {
    var bytes: [UInt8] = [0x60, 0, 0, 0, 5, 0xb4, 6, 63]
    bytes += address6(1)
    bytes += address6(2)
    return bytes + segment.suffix(8)
  }()

  private static func address6(_ last: UInt8) -> [UInt8] {
    [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [last]
  }

  private static func message(_ type: UInt8, _ code: UInt8, _ rest: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] =
      [0x45, 0, 0, 56, 0, 0, 0, 0, 62, 1, 0, 0, 10, 0, 0, 9, 10, 0, 0, 1]
    bytes += [type, code, 0, 0]
    return bytes + rest + segment
  }

  private static func message6(_ type: UInt8, _ code: UInt8, _ rest: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x60, 0, 0, 0, 0, 56, 58, 62]
    bytes += address6(9)
    bytes += address6(1)
    bytes += [type, code, 0, 0]
    return bytes + rest + segment6
  }

  private func error(_ bytes: [UInt8]) throws -> ICMPError? {
    guard case .icmp(let error) = try Dissection(bytes.span.bytes, .raw) else { return nil }
    return error
  }

  @Test(
    arguments: [
      (3, 4, ICMPError.Kind.tooBig), (3, 13, .prohibited), (3, 10, .prohibited),
      (3, 3, .portUnreachable), (3, 1, .unreachable), (11, 0, .timeExceeded),
    ] as [(UInt8, UInt8, ICMPError.Kind)])
  func tellsTheKindAndTheSegment(_ type: UInt8, _ code: UInt8, _ kind: ICMPError.Kind) throws {
    let error = try #require(try error(Self.message(type, code, [0, 0, 5, 0x14])))
    #expect(error.kind == kind)
    #expect(error.mtu == (kind == .tooBig ? 1300 : 0))
    #expect(error.reporter == 0xffff_0a00_0009)
    #expect(error.ends.sourcePort == 43526 && error.ends.destinationPort == 8080)
    #expect(error.ends.source == 0xffff_0a00_0001 && error.sequence == 7)
  }

  @Test(
    arguments: [
      (2, 0, ICMPError.Kind.tooBig), (1, 1, .prohibited), (1, 4, .portUnreachable),
      (1, 0, .unreachable), (3, 0, .timeExceeded),
    ] as [(UInt8, UInt8, ICMPError.Kind)])
  func theSameOfIPv6(_ type: UInt8, _ code: UInt8, _ kind: ICMPError.Kind) throws {
    let error = try #require(try error(Self.message6(type, code, [0, 0, 5, 0])))
    #expect(error.kind == kind && error.mtu == (kind == .tooBig ? 1280 : 0))
    #expect(error.ends.sourcePort == 43526 && error.sequence == 7)
  }

  @Test func anEchoIsNone() throws {
    #expect(try error(Self.message(8, 0, [0, 0, 0, 0])) == nil)
    #expect(try error(Self.message6(128, 0, [0, 0, 0, 0])) == nil)
  }

  /// RFC 792 promises eight bytes of what the quoted packet carries, and no more.
  @Test func noCutOfItIsTakenForAWhole() {
    let message = Self.message(3, 4, [0, 0, 5, 0x14])
    for count in 20..<message.count {
      #expect(throws: WireError.self) { try error(Array(message.prefix(count))) }
    }
  }
}
