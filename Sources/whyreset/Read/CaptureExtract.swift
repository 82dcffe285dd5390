import Facts
import Linux
import Wire

/// A pcapng file with the connections of interest only, and a comment on each fatal packet.
struct CaptureExtract: ~Copyable {
  private struct Place: Hashable {
    let file: Int
    let linkType: UInt16
    let interface: UInt32
  }

  private let file: FileDescriptor
  private var writer = PcapngWriter(application: "whyreset")
  private var interfaces: [Place: UInt32] = [:]
  private let names: [String]
  private var waiting = 0

  /// Makes the file, or empties it.
  init(_ path: String, names: [String]) throws(Failure) {
    file = try attempt { () throws(LinuxError) in
      try FileDescriptor.open(path, for: .replacing)
    }
    self.names = names
  }

  mutating func add(
    _ sight: CaptureReview.Sight, _ bytes: RawSpan, comment: String?
  ) throws(Failure) {
    guard let type = LinkType(rawValue: UInt32(sight.frame.linkType)) else { return }
    let place = Place(
      file: sight.file, linkType: sight.frame.linkType, interface: sight.frame.interface)
    let known = interfaces[place]
    let number = known ?? writer.addInterface(PcapngWriter.Interface(type, name: names[sight.file]))
    interfaces[place] = number
    let packet = bytes.extracting(sight.frame.bytes)
    let copy = unsafe packet.withUnsafeBytes { unsafe Array($0) }
    writer.addPacket(
      copy, length: Int(sight.frame.originalLength), interface: number,
      nanoseconds: sight.frame.time, comment: comment)
    waiting += copy.count
    if waiting > 1 << 20 { try flush() }
  }

  /// Writes what waits; it must be called at the end.
  mutating func flush() throws(Failure) {
    let bytes = writer.take()
    waiting = 0
    do throws(LinuxError) { try file.writeAll(bytes) } catch { throw Failure(error) }
  }
}
