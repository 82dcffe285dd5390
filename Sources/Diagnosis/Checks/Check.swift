public import Facts

/// One thing to look at on a host: what is wrong with it, or will be.
public protocol Check: Sendable {
  /// What it looks at, in a few words, for the list of what is fine.
  static var subject: Text { get }

  /// Nothing for a healthy host; a host as it is installed is one.
  static func examine(_ host: HostSnapshot) -> [Finding]
}

/// Every check, the most harmful first.
public let checks: [any Check.Type] = [
  ListenerQueues.self, DescriptorUse.self, PortUse.self, ConntrackTable.self, OrphanUse.self,
  UnclosedConnections.self, BrokenConfiguration.self, HarmfulParameters.self, PortRangeOverlap.self,
  ParameterDrift.self,
  BacklogDrops.self,
]

/// What a look at a host comes to.
public struct HostVerdict: Sendable {
  /// What has failed while it was looked at comes first, then the rest; each in the order of `checks`.
  public let findings: [Finding]
  /// What was looked at and has nothing wrong with it.
  public let fine: [Text]

  public init(_ host: HostSnapshot) {
    let results = checks.map { (subject: $0.subject, findings: $0.examine(host)) }
    let all = results.flatMap(\.findings)
    findings = all.filter { $0.kind == .failure } + all.filter { $0.kind != .failure }
    fine = results.filter(\.findings.isEmpty).map(\.subject)
  }
}

extension HostSnapshot {
  /// A finding about the host, still without evidence.
  func advice(
    _ title: Text?, cause: String? = nil, confidence: Confidence? = nil, server: Endpoint? = nil,
    process: Process? = nil
  ) -> Finding {
    var finding = Finding(
      time: time, client: nil, server: server, roles: .unknown, netns: netns, seen: .state,
      sender: .unknown)
    finding.kind = .advice
    finding.title = title
    finding.cause = cause
    finding.confidence = confidence
    finding.serverProcess = process
    return finding
  }
}
