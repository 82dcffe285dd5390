import Linux
import Wire

/// A pcapng file that grows by whole batches of blocks; what it had before stays.
struct PacketFile: ~Copyable {
  private let file: AppendedFile
  private let path: String
  private let limit: Int
  private var writer: PcapngWriter

  /// Opens the file, or makes it, and begins a section with an interface for each namespace.
  init(_ path: String, limit: Int, namespaces: [UInt64]) throws(Failure) {
    let file = try attempt { () throws(LinuxError) in try AppendedFile(path, .either) }
    guard try attempt({ () throws(LinuxError) in try Self.isWhole(file) }) else {
      throw Failure(
        "\(path) is no pcapng file, or ends in the middle of a block",
        hint: "name a file that does not exist yet")
    }
    var writer = PcapngWriter(application: "whyreset")
    for namespace in namespaces {
      _ = writer.addInterface(
        PcapngWriter.Interface(
          .cooked2, name: "any", description: "network namespace \(namespace)", snapLength: 148))
    }
    let start = writer.take()
    try attempt { () throws(LinuxError) in try file.append(start) }
    self.writer = writer
    self.file = file
    self.path = path
    self.limit = limit
  }

  /// Whether it is empty, or begins as a section does and ends where its last block does.
  private static func isWhole(_ file: borrowing AppendedFile) throws(LinuxError) -> Bool {
    let size = try file.status().size
    if size == 0 { return true }
    let start = try file.read(from: 0, upTo: 12)
    // A section header in little-endian order, as this program writes it.
    guard start.starts(with: [0x0a, 0x0d, 0x0d, 0x0a]), start[8...] == [0x4d, 0x3c, 0x2b, 0x1a]
    else { return false }
    let length = number(try file.read(from: size - 4, upTo: 4))
    guard length >= 12, length <= size, length.isMultiple(of: 4) else { return false }
    return number(try file.read(from: size - length + 4, upTo: 4)) == length
  }

  private static func number(_ bytes: [UInt8]) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func add(
    _ packet: [UInt8], length: Int, interface: Int, nanoseconds: Int64, comment: String?
  ) {
    writer.addPacket(
      packet, length: length, interface: UInt32(interface), nanoseconds: nanoseconds,
      comment: comment)
  }

  /// Writes what was added, all of it or nothing; fails with EFBIG where the file would grow beyond its limit.
  mutating func flush() throws(LinuxError) {
    let bytes = writer.take()
    guard !bytes.isEmpty else { return }
    if try file.status().size + bytes.count > limit {
      throw .tooLarge("write \(path) beyond its limit")
    }
    try file.append(bytes)
  }
}
