import Collectors
import Facts
import Lab
import Linux
import Wire

/// The packets of one run as a capture file: those of each host under an interface of its own.
enum LabCapture {
  /// Writes what was seen, in the order of time; the file must not exist, or be a capture that is to grow.
  static func write(_ account: LabWitness.Account, to path: String) throws(Failure) {
    var file = try PacketFile(path, limit: 1 << 30, namespaces: LabWitness.tapped(account.setup))
    for segment in account.segments {
      file.add(
        segment.cooked.bytes + segment.bytes, length: segment.cooked.bytes.count + segment.length,
        interface: segment.tap, nanoseconds: segment.time.nanoseconds, comment: nil)
    }
    do throws(LinuxError) { try file.flush() } catch { throw Failure(error) }
  }
}
