import Diagnosis
import Wire

/// What becomes of each packet between the hosts: a pure function of the packets, the relay's clock and
/// what the relay was told.
struct RelayEngine {
  /// What is to be done with a packet at once.
  enum Fate: Equatable {
    /// Sent on to the other host, as it is now.
    case passes
    /// Not sent: it is lost, or will be due later.
    case stays
  }

  /// How long a packet that is overtaken is late, in nanoseconds.
  private static let reorderDelay: Int64 = 5_000_000

  private(set) var relay: Scenario.Relay
  /// Whether all is lost.
  var isCut = false
  private let middle: UInt128
  private var table = RelayTable()
  private var held = HeldPackets()
  private var heldACKs: [(bytes: [UInt8], toward: Scenario.Host)] = []
  private var lastDue: [Scenario.Host: Int64] = [:]
  private var chance: SplitMix

  /// `middle` is the relay's own address, an IPv4 one as its IPv4-mapped form.
  init(_ relay: Scenario.Relay, middle: UInt128, seed: UInt64 = 1) {
    self.relay = relay
    self.middle = middle
    chance = SplitMix(state: seed)
  }

  /// When the next packet is due that the relay holds, in nanoseconds of its clock.
  var nextDue: Int64? { held.nextDue }

  /// The next packet that is due by then, and whom it goes to.
  mutating func take(until now: Int64) -> HeldPackets.Packet? { held.take(until: now) }

  mutating func perform(_ change: Scenario.RelayChange, at now: Int64) {
    switch change {
    case .set(let relay):
      self.relay = relay
      if relay.holdsACKs == nil { releaseACKs(at: now) }
    case .forget: table.removeAll()
    case .inject(let reset):
      guard let flow = table.latest.flatMap({ table[$0] }) else { return }
      held.add(RelaySegment(reset, of: flow).frame, toward: reset.toward, due: now)
    }
  }

  /// Decides about a frame from `host`, and rewrites it where addresses are translated.
  mutating func pass(
    _ frame: inout MutableRawSpan, from host: Scenario.Host, at now: Int64
  ) -> Fate {
    if isCut { return .stays }
    let dissection = try? Dissection(frame.bytes, .ethernet)
    if case .tcp(let packet) = dissection {
      guard let tuple = route(packet, from: host, at: now) else { return .stays }
      if exceedsMTU(packet) { return .stays }
      if tuple != RelayTuple(packet) {
        var edit = PacketEdit(packet)
        edit.apply(tuple, to: &frame)
      }
      if relay.holdsACKs == host, packet.isBareACK {
        heldACKs.append((frame.copy, host.other))
        return .stays
      }
    }
    return delay(frame, toward: host.other, at: now)
  }

  /// The tuple by which the other host gets the segment; nil where it does not get it.
  private mutating func route(
    _ packet: Packet, from host: Scenario.Host, at now: Int64
  ) -> RelayTuple? {
    let tuple = RelayTuple(packet)
    var number = table.find(tuple)
    if let known = number, let memory = relay.memory, let flow = table[known],
      now - flow.lastSeen > memory.nanoseconds
    {
      table.remove(known)
      number = nil
    }
    guard let number = number ?? admit(packet, tuple, from: host, at: now) else {
      refuse(packet, from: host, at: now)
      return nil
    }
    let payload = packet.payloadLength
    table.change(number) { $0.note(packet.tcp, payload: payload, from: host, at: now) }
    if let flow = table[number] { table.redirect(number, to: inside(flow.outside)) }
    return table[number].map { host == .client ? $0.inside : $0.outside.reversed }
  }

  /// The number of a connection that begins, or that a relay which knows no strangers takes as it is.
  private mutating func admit(
    _ packet: Packet, _ tuple: RelayTuple, from host: Scenario.Host, at now: Int64
  ) -> Int? {
    let begins = packet.tcp.flags.contains(.syn) && !packet.tcp.flags.contains(.ack)
    let takesAll = relay.memory == nil && !relay.translates
    if host == .server, !takesAll { return nil }
    guard begins || takesAll else { return nil }
    let outside = host == .client ? tuple : tuple.reversed
    return table.add(RelayFlow(outside: outside, inside: inside(outside), lastSeen: now))
  }

  /// The client's segments as the server gets them.
  private func inside(_ outside: RelayTuple) -> RelayTuple {
    var tuple = outside
    if relay.translates { tuple.source = middle }
    if let backend = relay.backend, backend.port == tuple.destinationPort {
      tuple.destinationPort = backend.to
    }
    return tuple
  }

  private mutating func refuse(_ packet: Packet, from host: Scenario.Host, at now: Int64) {
    guard case .reset(let hopLimit) = relay.stranger, !packet.tcp.flags.contains(.rst) else {
      return
    }
    held.add(
      RelaySegment(refusing: packet, hopLimit: hopLimit, toward: host).frame, toward: host, due: now
    )
  }

  private func exceedsMTU(_ packet: Packet) -> Bool {
    guard let mtu = relay.mtu else { return false }
    return packet.ip.length + packet.tcp.length + packet.payloadLength > mtu
  }

  private mutating func delay(
    _ frame: borrowing MutableRawSpan, toward host: Scenario.Host, at now: Int64
  ) -> Fate {
    if relay.lossPerMille > 0, chance.next(below: 1000) < relay.lossPerMille { return .stays }
    let jitter = relay.jitter.nanoseconds
    var due = now + relay.delay.nanoseconds
    if jitter > 0 { due += Int64(chance.next(below: Int(jitter) + 1)) }
    if relay.reorderPerMille > 0, chance.next(below: 1000) < relay.reorderPerMille {
      held.add(frame.copy, toward: host, due: due + Self.reorderDelay)
      return .stays
    }
    due = max(due, lastDue[host] ?? 0)
    if due <= now { return .passes }
    lastDue[host] = due
    held.add(frame.copy, toward: host, due: due)
    return .stays
  }

  private mutating func releaseACKs(at now: Int64) {
    for packet in heldACKs { held.add(packet.bytes, toward: packet.toward, due: now) }
    heldACKs = []
  }
}

extension Packet {
  /// Whether it does nothing but acknowledge.
  fileprivate var isBareACK: Bool { tcp.flags == .ack && payloadLength == 0 }
}

extension MutableRawSpan {
  fileprivate var copy: [UInt8] {
    let bytes = self.bytes
    return unsafe bytes.withUnsafeBytes { unsafe Array($0) }
  }
}

extension Duration {
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}

/// Numbers that look random and are the same each time (SplitMix64).
private struct SplitMix {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
