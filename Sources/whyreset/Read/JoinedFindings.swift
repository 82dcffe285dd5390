import Diagnosis
import Facts
import Record

/// Findings that `watch` wrote on a host of the captured connections, as JSON lines: its kernel knew more.
struct JoinedFindings {
  /// Clocks of two hosts agree by about so much.
  private static let slack = Duration.seconds(2)

  private var byConnection: [Flow: [RecordedFinding]] = [:]
  private var told: Set<RecordedFinding> = []

  /// Whether findings are at that path, rather than packets.
  static func isRecord(_ path: String) -> Bool { RecordedFindings(path) != nil }

  /// Takes in a record's folder, or a file of JSON lines.
  mutating func add(_ path: String) throws(Failure) {
    var connections = byConnection
    try RecordedFindings(path)?.each { finding in
      guard let client = finding.client, let server = finding.server else { return }
      connections[Flow(from: client, to: server), default: []].append(finding)
    }
    byConnection = connections
  }

  /// The finding with what a kernel said of the same reset.
  mutating func complete(_ finding: Finding) -> Finding {
    guard let client = finding.client, let server = finding.server,
      let known = byConnection[Flow(from: client, to: server)]?.first(where: { recorded in
        let first = recorded.firstTime ?? recorded.time
        return first - Self.slack <= finding.time && finding.time <= recorded.time + Self.slack
      }), let cause = known.cause
    else { return finding }
    told.insert(known)
    let (recorded, seen) = (known.finding, finding)
    var finding = finding
    finding.cause = cause
    finding.confidence = recorded.confidence
    finding.sender = recorded.sender
    finding.alternatives = recorded.alternatives
    finding.harmless = recorded.harmless
    finding.evidence = recorded.evidence + seen.evidence
    finding.fixes = recorded.fixes
    finding.next = recorded.next
    finding.kernel = recorded.kernel
    (finding.clientProcess, finding.serverProcess) = (
      recorded.clientProcess, recorded.serverProcess
    )
    return finding
  }

  /// Those that no packet of the captures is of, in order of time.
  var others: [Finding] {
    byConnection.values.flatMap(\.self).filter { !told.contains($0) }.map(\.finding)
      .sorted { $0.time < $1.time }
  }
}
