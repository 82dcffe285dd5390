import ArgumentParser
import Diagnosis
import Facts
import Linux

/// Which resets are of interest.
struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only this network namespace: a name, a pid, a path, or its inode number.",
      valueName: "NAME|PID|PATH"))
  var netns: [String] = []

  @Option(help: ArgumentHelp("Only connections with this port.", valueName: "PORT"))
  var port: [UInt16] = []

  @Option(
    help: ArgumentHelp("Only connections with this address.", valueName: "ADDRESS"),
    transform: Self.address)
  var address: [IPAddress] = []

  func admits(_ finding: Finding) -> Bool {
    let ends = [finding.client, finding.server].compactMap(\.self)
    let hasPort = port.isEmpty || ends.contains { port.contains($0.port) }
    let hasAddress = address.isEmpty || ends.contains { address.contains($0.address) }
    return hasPort && hasAddress
  }

  /// The inode numbers of the namespaces asked for; none stands for all.
  func namespaces() throws(Failure) -> [UInt32] {
    var numbers: [UInt32] = []
    for text in netns { numbers.append(try Self.namespace(text)) }
    return numbers
  }

  /// PID_MAX_LIMIT (proc(5), /proc/sys/kernel/pid_max); the inode numbers of namespaces lie far above.
  private static let highestPID: UInt32 = 1 << 22

  private static func namespace(_ text: String) throws(Failure) -> UInt32 {
    if let inode = UInt32(text), inode > highestPID { return inode }
    do throws(LinuxError) {
      if let pid = Int32(text) { return UInt32(try NetworkNamespace(ofProcess: pid).inode) }
      if text.contains("/") { return UInt32(try NetworkNamespace(path: text).inode) }
      return UInt32(try NetworkNamespace(named: text).inode)
    } catch {
      throw Failure(
        "\(error)", hint: "`ip netns list` names the namespaces; a pid names that process's",
        status: .usage)
    }
  }

  private static func address(_ text: String) throws -> IPAddress {
    guard let address = IPAddress(text) else {
      throw ValidationError("'\(text)' is not an IPv4 or IPv6 address")
    }
    return address
  }
}
