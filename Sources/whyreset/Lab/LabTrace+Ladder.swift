import Diagnosis
import Facts
import Report
import Wire

extension LabTrace {
  private static let before = 18
  private static let after = 6

  /// The connection that a finding is about, or the last one, as a ladder.
  func ladder(of finding: Finding?) -> (ladder: Ladder, ports: Ports)? {
    guard let ports = ports(of: finding) else { return nil }
    let own = sights.filter { $0.ports == ports }
    let fatal = fatal(in: own, finding)
    let end = min(own.count, (fatal ?? own.count - 1) + Self.after + 1)
    let start = max(Ladder.handshake, end - Self.before - Self.after)
    var origins = Origins()
    var ladder = Ladder()
    for (index, sight) in own.enumerated() {
      origins.note(sight)
      guard index < Ladder.handshake || (start..<end).contains(index) else { continue }
      ladder.steps.append(origins.step(sight, number: index + 1, isFatal: index == fatal))
    }
    ladder.omitted = max(0, min(start, own.count) - Ladder.handshake)
    return (ladder, ports)
  }

  private func ports(of finding: Finding?) -> Ports? {
    let known = Set(sights.map(\.ports))
    let ends =
      [(finding?.client, finding?.server)]
      + [(finding?.translated?.client, finding?.translated?.server)]
    for (client, server) in ends {
      guard let client, let server else { continue }
      let ports = Ports(client: client.port, server: server.port)
      if known.contains(ports) { return ports }
    }
    return sights.last { $0.isReset }?.ports ?? sights.last?.ports
  }

  /// The RST nearest to the finding; of a failure without one, the last segment that got no answer.
  private func fatal(in own: [Sight], _ finding: Finding?) -> Int? {
    guard finding?.kind != .failure, let time = finding?.time else {
      return own.lastIndex { $0.fate == .lost } ?? own.indices.last
    }
    let resets = own.indices.filter { own[$0].isReset }
    return resets.min { distance(own[$0].time, time) < distance(own[$1].time, time) }
  }

  private func distance(_ a: Timestamp, _ b: Timestamp) -> Duration { a < b ? b - a : a - b }
}

/// The first sequence number of each end, from which a ladder counts.
private struct Origins {
  private var client: UInt32?
  private var server: UInt32?

  mutating func note(_ sight: LabTrace.Sight) {
    let tcp = sight.tcp
    if !tcp.flags.contains(.rst) {
      if sight.isFromClient {
        client = client ?? tcp.sequence
      } else {
        server = server ?? tcp.sequence
      }
    }
    guard tcp.flags.contains(.ack) else { return }
    if sight.isFromClient {
      server = server ?? tcp.acknowledgment
    } else {
      client = client ?? tcp.acknowledgment
    }
  }

  func step(_ sight: LabTrace.Sight, number: Int, isFatal: Bool) -> Ladder.Step {
    let tcp = sight.tcp
    let (own, peer) = sight.isFromClient ? (client, server) : (server, client)
    let acknowledgment =
      tcp.flags.contains(.ack) ? tcp.acknowledgment &- (peer ?? tcp.acknowledgment) : nil
    return Ladder.Step(
      frame: UInt64(number), time: sight.time, isFromClient: sight.isFromClient,
      flags: tcp.flags.names, sequence: tcp.sequence &- (own ?? tcp.sequence),
      acknowledgment: acknowledgment, length: sight.length, isFatal: isFatal, fate: sight.fate)
  }
}
