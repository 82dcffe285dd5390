import ArgumentParser
import Diagnosis
import Facts

/// Which resets are of interest; the values of one option are alternatives.
struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only connections with this port at either end.", valueName: "PORT"),
    transform: Self.port)
  var port: [UInt16] = []

  @Option(
    help: ArgumentHelp(
      "Only connections with this address, or one of a block such as 10.0.0.0/8, at either end.",
      valueName: "ADDRESS"),
    transform: Self.prefix)
  var address: [AddressPrefix] = []

  @Option(
    help: ArgumentHelp("Only connections of processes with this name.", valueName: "NAME"),
    transform: Self.command)
  var command: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only this cause, by its id, or those that are unknown.", valueName: "ID|unknown"),
    transform: Self.cause)
  var cause: [String] = []

  /// What they all ask for together.
  var filter: FindingFilter {
    var filter = FindingFilter()
    filter.ports = Set(port)
    filter.addresses = address
    filter.commands = Set(command)
    filter.causes = Set(cause)
    return filter
  }

  private static func port(_ text: String) throws -> UInt16 {
    guard let port = UInt16(text), port > 0, !text.hasPrefix("+") else {
      throw ValidationError("a port is a number from 1 to 65535")
    }
    return port
  }

  private static func prefix(_ text: String) throws -> AddressPrefix {
    guard let prefix = AddressPrefix(text) else {
      throw ValidationError("neither an IPv4 or IPv6 address nor a block such as 10.0.0.0/8")
    }
    return prefix
  }

  /// The kernel keeps the first 15 bytes of the file's name (proc(5), /proc/PID/comm).
  private static func command(_ text: String) throws -> String {
    guard let name = text.split(separator: "/").last else {
      throw ValidationError("a command has a name, such as nginx")
    }
    return String(decoding: name.utf8.prefix(15), as: UTF8.self)
  }

  private static func cause(_ text: String) throws -> String {
    let known = catalog.map { $0.id } + [FindingFilter.unknownCause]
    if known.contains(text) { return text }
    guard let near = text.nearest(among: known) else {
      throw ValidationError("there is no such cause; `whyreset lab list` names them")
    }
    throw ValidationError("there is no such cause; did you mean \(near)?")
  }
}
