public import Facts

/// Which findings are of interest. The values of one property are alternatives, and none of them admits
/// all; what all properties admit is admitted.
public struct FindingFilter: Hashable, Sendable {
  public var addresses: [AddressPrefix] = []
  public var ports: Set<UInt16> = []
  public var pids: Set<Int32> = []
  /// As the kernel has them: at most 15 bytes.
  public var commands: Set<String> = []
  /// Ids, and `unknown` for findings without a cause.
  public var causes: Set<String> = []

  /// What stands for a cause that is not known.
  public static let unknownCause = "unknown"

  public init() {}

  /// Whether it asks for something that only the processes at the ends tell.
  public var asksForProcesses: Bool { !pids.isEmpty || !commands.isEmpty }

  /// Whether it asks for something that only the addresses of the ends tell.
  public var asksForEnds: Bool { !addresses.isEmpty || !ports.isEmpty }

  public func admits(_ finding: Finding) -> Bool {
    admits(ends: ends(of: finding))
      && admits(processes: [finding.clientProcess, finding.serverProcess].compactMap(\.self))
      && (causes.isEmpty || causes.contains(finding.cause ?? Self.unknownCause))
  }

  /// Behind NAT the ends have other addresses as well.
  private func ends(of finding: Finding) -> [Endpoint] {
    let translated = finding.translated
    return [finding.client, finding.server, translated?.client, translated?.server]
      .compactMap(\.self)
  }

  private func admits(ends: [Endpoint]) -> Bool {
    (ports.isEmpty || ends.contains { ports.contains($0.port) })
      && (addresses.isEmpty
        || ends.contains { end in addresses.contains { $0.contains(end.address) } })
  }

  private func admits(processes: [Process]) -> Bool {
    (pids.isEmpty || processes.contains { pids.contains($0.pid) })
      && (commands.isEmpty || processes.contains { commands.contains($0.command) })
  }
}
