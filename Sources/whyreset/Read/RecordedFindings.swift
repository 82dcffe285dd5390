import Diagnosis
import Facts
import Linux
import Record

/// Findings that `watch` wrote on a host of the captured connections, as JSON lines: its kernel knew more.
struct RecordedFindings {
  /// Clocks of two hosts agree by about so much.
  private static let slack = Duration.seconds(2)

  private var byConnection: [Flow: [RecordedFinding]] = [:]
  private var told: Set<RecordedFinding> = []

  /// Whether a file holds such lines rather than packets.
  static func isRecord(_ path: String) -> Bool {
    guard path != "-", let file = try? FileDescriptor.open(path) else { return false }
    return (try? file.read(upTo: 1)) == [0x7b]
  }

  /// Takes in the lines of a file; damaged ones are left out.
  mutating func add(_ path: String) throws(Failure) {
    let bytes = try attempt { () throws(LinuxError) in try FileDescriptor.open(path).readAll() }
    for line in bytes.split(separator: 10) {
      guard let finding = RecordedFinding(line: line), let client = finding.client,
        let server = finding.server
      else { continue }
      byConnection[Flow(from: client, to: server), default: []].append(finding)
    }
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
    var finding = finding
    finding.evidence = known.evidence + finding.evidence
    finding.cause = cause
    finding.confidence = known.json["confidence"]?.string.flatMap { Confidence(rawValue: $0) }
    finding.alternatives = []
    finding.next = []
    finding.fixes = catalog.first { $0.id == cause }?.fixes ?? []
    finding.harmless = known.json["harmless"]?.bool
    return finding
  }

  /// Those that no packet of the captures is of, in order of time.
  var others: [Finding] {
    byConnection.values.flatMap(\.self).filter { !told.contains($0) }.map(\.finding)
      .sorted { $0.time < $1.time }
  }
}

extension RecordedFinding {
  fileprivate var evidence: [Reason] {
    (json["evidence"]?.array ?? []).compactMap { reason in
      guard let fact = reason["fact"]?.string, let value = reason["value"]?.string,
        let text = reason["text"]?.string
      else { return nil }
      let source = reason["source"]?.string.flatMap { Reason.Source(rawValue: $0) } ?? .kernel
      return Reason(fact, value, Text(text), source: source)
    }
  }

  /// The finding as far as its line tells.
  fileprivate var finding: Finding {
    var finding = Finding(
      time: time, client: client, server: server,
      roles: json["roles"]?.string.flatMap { Finding.Roles(rawValue: $0) } ?? .unknown, netns: 0,
      seen: json["seen"]?.string.flatMap { Finding.Seen(rawValue: $0) } ?? .state,
      sender: json["sender"]?.string.flatMap { Finding.Sender(rawValue: $0) } ?? .unknown)
    finding.kind = json["kind"]?.string.flatMap { Finding.Kind(rawValue: $0) } ?? .reset
    finding.firstTime = firstTime
    finding.count = count
    finding.cause = cause
    finding.confidence = json["confidence"]?.string.flatMap { Confidence(rawValue: $0) }
    finding.harmless = json["harmless"]?.bool
    finding.evidence = evidence
    finding.fixes = catalog.first { $0.id == cause }?.fixes ?? []
    return finding
  }
}
