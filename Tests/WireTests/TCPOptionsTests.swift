import Testing
import Wire

/// Options of TCP headers, whole and cut off.
@Suite struct TCPOptionsTests {
  static let syn = hex(
    """
    02 04 05 b4               # maximum segment size 1460
    04 02                     # selective acknowledgments allowed
    08 0a 00 00 10 00 00 00 20 00  # timestamp 4096, echo 8192
    01                        # nothing
    03 03 07                  # window scale 7
    """)

  @Test func readsTheOptionsOfASYN() {
    let options = read(Self.syn)
    #expect(options.maximumSegmentSize == 1460)
    #expect(options.allowsSelectiveAcknowledgment)
    #expect(options.timestamp?.value == 4096)
    #expect(options.timestamp?.echo == 8192)
    #expect(options.windowScale == 7)
    #expect(!options.isAuthenticated && options.multipath == nil && !options.isTruncated)
  }

  @Test(
    arguments: [
      ("05 12 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04  # two blocks", 2, false, nil),
      ("13 12 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # MD5", 0, true, nil),
      ("1d 04 01 02  # TCP-AO without a code", 0, true, nil),
      ("1e 04 80 06  # MP_FASTCLOSE", 0, false, 8),
      ("00 1e 04 80 06  # nothing counts behind the end", 0, false, nil),
    ] as [(String, Int, Bool, UInt8?)])
  func readsRarerOptions(_ text: String, blocks: Int, signed: Bool, multipath: UInt8?) {
    let options = read(hex(text))
    #expect(options.selectiveBlocks == blocks)
    #expect(options.isAuthenticated == signed)
    #expect(options.multipath == multipath)
  }

  @Test(arguments: ["02", "02 00", "02 01", "02 04 05", "08 0a 00", "ff ff", "fe 02 fe"])
  func aLengthThatCannotBeEndsTheList(_ text: String) {
    let options = read(hex(text))
    #expect(options == TCPOptions())
  }

  @Test func everyCutGivesTheOptionsBeforeIt() {
    for count in 0...Self.syn.count {
      let options = read(Array(Self.syn.prefix(count)), end: Self.syn.count)
      #expect(options.isTruncated == (count < Self.syn.count))
      #expect((options.maximumSegmentSize != nil) == (count >= 4))
      #expect((options.timestamp != nil) == (count >= 16))
      #expect((options.windowScale != nil) == (count == 20))
    }
  }

  private func read(_ bytes: [UInt8], end: Int? = nil) -> TCPOptions {
    TCPOptions(bytes.span.bytes, from: 0, to: end ?? bytes.count)
  }
}
