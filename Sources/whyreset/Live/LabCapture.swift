import Collectors
import Facts
import Lab
import Linux
import Wire

/// The packets of one run, kept for a capture file: those of each host under an interface of its own.
struct LabCapture: ~Copyable {
  private let path: String
  private let namespaces: [UInt64]
  private var taps: SegmentTaps

  /// Listens to both hosts; the file must not exist, or be a capture that is to grow.
  init(_ path: String, _ setup: LabSetup) throws(Failure) {
    self.path = path
    namespaces = setup.client.namespaces + setup.server.namespaces
    do throws(LinuxError) { taps = try SegmentTaps(namespaces: namespaces) } catch {
      throw Failure(error)
    }
  }

  mutating func read() { taps.read() }

  /// Writes what was seen, in the order of time.
  mutating func end() throws(Failure) {
    // A block that is not full is handed over only after a while.
    try? Poll.sleep(.milliseconds(80))
    taps.read()
    var file = try PacketFile(path, limit: 1 << 30, namespaces: namespaces)
    for segment in taps.segments.sorted(by: { $0.time < $1.time }) {
      file.add(
        segment.cooked.bytes + segment.bytes, length: segment.cooked.bytes.count + segment.length,
        interface: segment.tap, nanoseconds: segment.time.nanoseconds, comment: nil)
    }
    do throws(LinuxError) { try file.flush() } catch { throw Failure(error) }
  }
}
