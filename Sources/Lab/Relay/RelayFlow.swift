import Diagnosis
import Wire

/// Source and destination of a segment, as one side of the relay has them.
struct RelayTuple: Hashable {
  var source: UInt128
  var destination: UInt128
  var sourcePort: UInt16
  var destinationPort: UInt16

  init(_ packet: Packet) {
    source = packet.ip.source
    destination = packet.ip.destination
    sourcePort = packet.tcp.sourcePort
    destinationPort = packet.tcp.destinationPort
  }

  private init(reversing tuple: RelayTuple) {
    source = tuple.destination
    destination = tuple.source
    sourcePort = tuple.destinationPort
    destinationPort = tuple.sourcePort
  }

  var reversed: RelayTuple { RelayTuple(reversing: self) }
}

/// What the relay knows of one connection.
struct RelayFlow {
  /// The client's segments as the client sends them, and as the server gets them.
  var outside: RelayTuple
  var inside: RelayTuple
  /// When a segment last passed, in nanoseconds of the relay's clock.
  var lastSeen: Int64
  /// The sequence number after the last payload that each host sent.
  var nextOfClient: UInt32 = 0
  var nextOfServer: UInt32 = 0

  mutating func note(_ tcp: Wire.TCPHeader, payload: Int, from host: Scenario.Host, at now: Int64) {
    lastSeen = now
    let length = UInt32(payload) + (tcp.flags.contains(.syn) || tcp.flags.contains(.fin) ? 1 : 0)
    let next = tcp.sequence &+ length
    // A retransmission does not take it back.
    if host == .client {
      if Self.isLater(next, than: nextOfClient, tcp) { nextOfClient = next }
    } else if Self.isLater(next, than: nextOfServer, tcp) {
      nextOfServer = next
    }
  }

  private static func isLater(_ next: UInt32, than known: UInt32, _ tcp: Wire.TCPHeader) -> Bool {
    tcp.flags.contains(.syn) || Int32(bitPattern: next &- known) > 0
  }
}

/// The connections that pass.
struct RelayTable {
  private static let limit = 1 << 16

  private var flows: [Int: RelayFlow] = [:]
  private var numbers: [RelayTuple: Int] = [:]
  private var next = 0
  /// The one that last saw a segment.
  private(set) var latest: Int?

  subscript(_ number: Int) -> RelayFlow? { flows[number] }

  /// The connection that a segment belongs to: a client's and a server's are never of one tuple.
  func find(_ tuple: RelayTuple) -> Int? { numbers[tuple] }

  mutating func add(_ flow: RelayFlow) -> Int {
    if flows.count >= Self.limit { removeAll() }
    next += 1
    flows[next] = flow
    numbers[flow.outside] = next
    numbers[flow.inside.reversed] = next
    return next
  }

  mutating func remove(_ number: Int) {
    guard let flow = flows.removeValue(forKey: number) else { return }
    numbers[flow.outside] = nil
    numbers[flow.inside.reversed] = nil
    if latest == number { latest = nil }
  }

  mutating func removeAll() {
    flows = [:]
    numbers = [:]
    latest = nil
  }

  mutating func change(_ number: Int, _ body: (inout RelayFlow) -> Void) {
    latest = number
    guard flows[number] != nil else { return }
    body(&flows[number]!)
  }

  /// Has the client's segments arrive as this tuple from now on.
  mutating func redirect(_ number: Int, to inside: RelayTuple) {
    guard let old = flows[number]?.inside, old != inside else { return }
    numbers[old.reversed] = nil
    numbers[inside.reversed] = number
    flows[number]!.inside = inside
  }
}
