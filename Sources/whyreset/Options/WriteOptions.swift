import ArgumentParser
import Collectors
import Diagnosis
import Linux

/// Where the packets around resets are kept, and how many of them.
struct WriteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Also add the packets around each reset to this pcapng file: headers only, the verdict as a comment. \
      While it is on, the headers of each TCP packet in this network namespace, or in those of --netns, \
      are copied.
      """, valueName: "FILE"))
  var write: String?

  @Option(
    help: ArgumentHelp(
      "Add no more once the file has this size. Default: 256M.", valueName: "SIZE"),
    transform: Quantity.size)
  var writeSize: Int?

  func validate() throws {
    if write == nil, writeSize != nil {
      throw ValidationError("--write-size needs --write FILE")
    }
  }

  /// Opens the file and begins to copy packets; nil where none are asked for.
  func open(
    namespaces: [UInt32], ports: [UInt16], output: OutputOptions
  ) throws(Failure) -> PacketWriter? {
    guard let write else { return nil }
    let taps = try attempt { () throws(LinuxError) in
      try PacketTaps(namespaces: namespaces, ports: ports)
    }
    return try PacketWriter(
      write, limit: writeSize ?? 256 << 20, taps: taps, language: output.language)
  }
}
