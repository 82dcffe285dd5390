public import Facts

/// Judges what ended in a capture with what else the capture tells of the same servers and clients.
///
/// Up to a limit it waits for the end of the capture, so that what came later is known as well; beyond, it judges
/// with what it knows by then.
public struct CaptureJudge: Sendable {
  /// A finding, and what it is about.
  public struct Verdict: Sendable {
    public let finding: Finding
    public let end: CapturedEnd
  }

  private static let patience = 20_000
  private static let perServer = 64
  private static let servers = 65536

  private var waiting: [CapturedEnd] = []
  private var refusals: [IPAddress: RefusedPorts] = [:]
  /// When an address had first been refused on so many ports that it scans, and on how many in the end.
  private var scans: [IPAddress: (first: Timestamp, ports: Int)] = [:]
  /// How long requests had waited each time a server gave one up.
  private var abandoned: [Endpoint: [Duration]] = [:]
  private var hopLimits: [IPAddress: UInt8] = [:]
  /// How long connections had been idle each time a server closed one.
  public private(set) var idleCloses: [Endpoint: [Duration]] = [:]

  public init() {}

  public mutating func note(idleCloseBy server: Endpoint, after idle: Duration) {
    if idleCloses[server] == nil, idleCloses.count >= Self.servers { return }
    idleCloses[server, default: []].append(idle)
    if idleCloses[server]!.count > Self.perServer { idleCloses[server]!.removeFirst() }
  }

  /// Takes in an end, and gives what is judged by now.
  public mutating func add(_ end: CapturedEnd) -> [Verdict] {
    var end = end
    if PortClosed.refuses(end) {
      if refusals.count >= Self.servers { refusals.removeAll() }
      end.refusedPorts = refusals[end.receiver.endpoint.address, default: RefusedPorts()]
        .note(end.sender.endpoint, at: end.time)
      noteScan(end)
    }
    learn(from: end)
    waiting.append(end)
    guard waiting.count > Self.patience else { return [] }
    return finish()
  }

  private mutating func noteScan(_ end: CapturedEnd) {
    let address = end.receiver.endpoint.address
    guard end.refusedPorts >= PortScan.suspicious, scans.count < Self.servers else { return }
    let first = scans[address]?.first ?? end.time
    scans[address] = (first, max(scans[address]?.ports ?? 0, end.refusedPorts))
  }

  /// The first ports of a scan are told by those that follow.
  private func portsRefused(_ end: CapturedEnd) -> Int {
    guard let scan = scans[end.receiver.endpoint.address], scan.first - end.time < .seconds(60),
      PortClosed.refuses(end)
    else { return end.refusedPorts }
    return max(scan.ports, end.refusedPorts)
  }

  private mutating func learn(from end: CapturedEnd) {
    for side in [end.sender, end.receiver] where hopLimits.count < Self.servers {
      if let limit = side.hopLimit { hopLimits[side.endpoint.address] = limit }
    }
    guard end.kind == .reset, end.senderRole == .server, let wait = end.unansweredWait,
      abandoned.count < Self.servers
    else { return }
    abandoned[end.sender.endpoint, default: []].append(wait)
    if abandoned[end.sender.endpoint]!.count > Self.perServer {
      abandoned[end.sender.endpoint]!.removeFirst()
    }
  }

  /// Judges all that wait.
  public mutating func finish() -> [Verdict] {
    defer { waiting.removeAll() }
    return waiting.map { end in
      var end = end
      if let server = end.server {
        end.idleCloses = idleCloses[server.endpoint] ?? []
        end.abandonedRequests = abandoned[server.endpoint] ?? []
      }
      end.refusedPorts = portsRefused(end)
      end.hostHopLimit = hopLimits[end.sender.endpoint.address]
      return Verdict(finding: diagnose(end), end: end)
    }
  }
}
