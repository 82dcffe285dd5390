import Collectors
import Facts
import Report
import Wire

/// The segments between the two hosts of a run, each once.
struct LabTrace: Sendable {
  /// The two ports of a connection; addresses may be translated on the way.
  struct Ports: Hashable, Sendable {
    let client: UInt16
    let server: UInt16
  }

  struct Sight: Sendable {
    let time: Timestamp
    let isFromClient: Bool
    let ports: Ports
    let tcp: TCPHeader
    let length: Int
    /// What it is, wherever it is seen.
    var identity: [UInt32] {
      [tcp.sequence, tcp.acknowledgment, UInt32(tcp.flags.rawValue), UInt32(length)]
    }
    var fate = Ladder.Fate.lost
    var isReset: Bool { tcp.flags.contains(.rst) }
  }

  private(set) var sights: [Sight] = []

  /// The first `clientTaps` taps are the client's.
  init(_ segments: [SegmentTaps.Segment], clientTaps: Int) {
    var arrivals: [Sight] = []
    for segment in segments {
      guard let packet = segment.packet else { continue }
      let isAtClient = segment.tap < clientTaps
      let isOutgoing = segment.cooked.direction == .outgoing
      let isFromClient = isAtClient == isOutgoing
      let tcp = packet.tcp
      let ports =
        isFromClient
        ? Ports(client: tcp.sourcePort, server: tcp.destinationPort)
        : Ports(client: tcp.destinationPort, server: tcp.sourcePort)
      let sight = Sight(
        time: segment.time, isFromClient: isFromClient, ports: ports, tcp: tcp,
        length: packet.payloadLength)
      if isOutgoing { sights.append(sight) } else { arrivals.append(sight) }
    }
    for arrival in arrivals { match(arrival) }
    sights.sort { $0.time < $1.time }
  }

  /// How long after its arrival a segment may seem to have left, as clocks of two packet sockets go.
  private static let skew = Duration.milliseconds(2)

  /// Finds what an arrival left as, the latest that it can be.
  private mutating func match(_ arrival: Sight) {
    let index = sights.lastIndex {
      $0.isFromClient == arrival.isFromClient && $0.fate == .lost
        && $0.identity == arrival.identity && $0.time - arrival.time < Self.skew
    }
    if let index {
      sights[index].fate = .arrives
    } else {
      var forged = arrival
      forged.fate = .madeBetween
      sights.append(forged)
    }
  }

  var resets: Int { sights.count { $0.isReset } }

  var connections: Int { Set(sights.map(\.ports)).count }
}

extension SegmentTaps.Segment {
  /// Its headers; nil where they cannot be read.
  fileprivate var packet: Packet? {
    let bytes = cooked.bytes + bytes
    guard case .tcp(let packet)? = unsafe try? Dissection(bytes.span.bytes, .cooked2) else {
      return nil
    }
    return packet
  }
}
