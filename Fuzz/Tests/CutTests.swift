import Foundation
import Testing

/// Seeds that were cut off, and damaged, at every place.
@Suite struct CutTests {
  /// Each file format once, and each kind of frame once.
  static let names: [String] = {
    let folder = CorpusTests.folder.appending(path: "packet").path
    let frames = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return ["ng-be", "ng-ptcpdump", "ng-sections", "pcap-icmp-fragments", "pcap-raw6-be-ns"]
      .map { "capture/\($0)" } + frames.sorted().map { "packet/\($0)" }
  }()

  @Test(arguments: names) func noCutAndNoFlippedByteTraps(_ name: String) throws {
    let input = try [UInt8](Data(contentsOf: CorpusTests.folder.appending(path: name)))
    let target = try #require(FuzzTarget.all.first { name.hasPrefix($0.name) })
    for count in input.indices { target.run(input.span.bytes.extracting(first: count)) }
    for index in input.indices {
      var bytes = input
      bytes[index] ^= 0xff
      target.run(bytes.span.bytes)
    }
  }

  /// A length at the end of a file that promises more than there is.
  @Test(arguments: names) func noLyingLengthIsBelieved(_ name: String) throws {
    let input = try [UInt8](Data(contentsOf: CorpusTests.folder.appending(path: name)))
    let target = try #require(FuzzTarget.all.first { name.hasPrefix($0.name) })
    for index in stride(from: 0, to: input.count - 3, by: 8) {
      for lie: [UInt8] in [
        [0xff, 0xff, 0xff, 0x7f], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0, 0],
      ] {
        var bytes = input
        bytes.replaceSubrange(index..<index + 4, with: lie)
        target.run(bytes.span.bytes)
      }
    }
  }
}
