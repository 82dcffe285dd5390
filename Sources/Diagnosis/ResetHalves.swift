public import Facts

/// The halves of resets that wait for their other one.
///
/// Each is kept by its own addresses. Where NAT gives the two ends different ones, they are joined by what
/// connection tracking says, or by the number that both must have: never against it.
struct ResetHalves: Sendable {
  /// What belongs to one reset.
  struct Pair {
    var sent: SentReset?
    var received: ReceivedReset?
    /// The direction of the RST as the other side of a NAT knows it.
    var translated: Flow?
  }

  /// More halves than these are a storm: then a number alone is no proof.
  private static let fewEnough = 64
  private static let limit = 4096

  private var sent = BoxedValues<SentReset>()
  private var received = BoxedValues<ReceivedReset>()
  private var flowOfSocket: [UInt64: Flow] = [:]
  /// Of halves that wait, their other pair, and the same the other way round.
  private var translations: [Flow: Flow] = [:]
  private var translated: [Flow: Flow] = [:]
  private var fresh: [Flow] = []

  func hasSent(_ flow: Flow) -> Bool { sent.contains(flow) }
  func hasReceived(_ flow: Flow) -> Bool { received.contains(flow) }

  mutating func add(_ reset: SentReset) {
    sent[reset.flow] = reset
    note(reset.flow)
  }

  mutating func add(_ reset: ReceivedReset) {
    received[reset.flow] = reset
    flowOfSocket[reset.socket.identity] = reset.flow
    note(reset.flow)
  }

  mutating func add(_ error: ErrorNumber, at identity: UInt64) {
    guard let flow = flowOfSocket[identity] else { return }
    received[flow]?.error = error
  }

  /// Only what waits is of interest: ports are used again.
  mutating func add(_ translation: Translation) {
    guard hasSent(translation.flow) || hasReceived(translation.flow) else { return }
    translations[translation.flow] = translation.other
    translated[translation.other] = translation.flow
  }

  /// Takes out a received half that is of the same socket as a sent one.
  mutating func removeReceived(
    _ flow: Flow, of socket: UInt64?, in netns: UInt64
  ) -> ReceivedReset? {
    guard let other = received[flow], other.netns == netns, other.socket.identity == socket else {
      return nil
    }
    return received.remove(flow)
  }

  /// The halves that came since the last call and lack their other one.
  mutating func takeLonely() -> [LonelyHalf] {
    defer { fresh.removeAll(keepingCapacity: true) }
    return fresh.compactMap { flow in
      switch (sent[flow], received[flow]) {
      case (let reset?, nil): LonelyHalf(reset)
      case (nil, let reset?): LonelyHalf(reset)
      default: nil
      }
    }
  }

  /// Takes out what waits by these addresses, with its other half; nil where nothing does.
  mutating func take(_ flow: Flow) -> Pair? {
    var pair = Pair(
      sent: sent.remove(flow), received: received.remove(flow),
      translated: forget(flow))
    switch (pair.sent, pair.received) {
    case (nil, nil): return nil
    case (let half?, nil):
      guard let other = partner(of: half, pair.translated) else { break }
      pair.received = received.remove(other)
      pair.translated = other
      _ = forget(other)
    case (nil, let half?):
      guard let other = partner(of: half, pair.translated) else { break }
      pair.sent = sent.remove(other)
      pair.translated = flow
      _ = forget(other)
    default: break
    }
    if let identity = pair.received?.socket.identity { flowOfSocket[identity] = nil }
    return pair
  }

  /// The other pair of addresses, which is forgotten.
  private mutating func forget(_ flow: Flow) -> Flow? {
    let other = translations.removeValue(forKey: flow)
    if let other { translated[other] = nil }
    return other
  }

  private mutating func note(_ flow: Flow) {
    if fresh.count >= Self.limit { fresh.removeAll() }
    fresh.append(flow)
  }

  private func partner(of half: SentReset, _ other: Flow?) -> Flow? {
    for flow in [other, translated[half.flow]].compactMap(\.self) where sent[flow] == nil {
      if let match = received[flow], half.isHalf(of: match, isTracked: true) { return flow }
    }
    guard isCalm, let number = half.number,
      !sent.values.contains(where: { $0.number == number && received[$0.flow] == nil })
    else { return nil }
    return Self.only(
      received.values.filter { sent[$0.flow] == nil && half.isHalf(of: $0, isTracked: false) }
        .map(\.flow))
  }

  private func partner(of half: ReceivedReset, _ other: Flow?) -> Flow? {
    for flow in [other, translated[half.flow]].compactMap(\.self) where received[flow] == nil {
      if let match = sent[flow], match.isHalf(of: half, isTracked: true) { return flow }
    }
    guard isCalm, let number = half.number,
      !received.values.contains(where: { $0.number == number && sent[$0.flow] == nil })
    else { return nil }
    return Self.only(
      sent.values.filter { received[$0.flow] == nil && $0.isHalf(of: half, isTracked: false) }
        .map(\.flow))
  }

  private var isCalm: Bool { sent.count <= Self.fewEnough && received.count <= Self.fewEnough }

  private static func only(_ flows: [Flow]) -> Flow? { flows.count == 1 ? flows[0] : nil }
}

/// A half of a reset whose other one was not seen by its own addresses: NAT may have changed them.
public struct LonelyHalf: Hashable, Sendable {
  public let flow: Flow
  public let netns: UInt64
  /// Whether it is the sender's.
  public let isSent: Bool
  /// A process in its namespace.
  public let process: Int32?

  init(_ reset: SentReset) {
    flow = reset.flow
    netns = reset.netns
    isSent = true
    process =
      [reset.socket?.owner, reset.listener?.owner, reset.closure?.by, reset.actor]
      .compactMap(\.self).first?.pid
  }

  init(_ reset: ReceivedReset) {
    flow = reset.flow
    netns = reset.netns
    isSent = false
    process = [reset.socket.owner, reset.listener?.owner].compactMap(\.self).first?.pid
  }
}

extension SentReset {
  /// The number by which its receiver knows the RST, which no NAT changes (RFC 9293 section 3.10.7): its
  /// acknowledgment number where it refuses a SYN, else its sequence number.
  var number: UInt32? {
    guard let trigger else { return sequence == 0 ? nil : sequence }
    if trigger.isSYN { return trigger.sequence &+ 1 &+ UInt32(trigger.payloadLength) }
    return trigger.flags.contains(.ack) ? trigger.acknowledgment : nil
  }

  /// Whether both may be of one RST: where connection tracking says so, nothing speaks against it; where it
  /// says nothing, the numbers agree, and something of the addresses does.
  fileprivate func isHalf(of other: ReceivedReset, isTracked: Bool) -> Bool {
    let role = socket?.role ?? closure?.socket.role
    if let role, role == other.socket.role { return false }
    guard let number, let expected = other.number, expected != 0 else { return isTracked }
    return number == expected && (isTracked || flow.resembles(other.flow))
  }
}

extension Flow {
  /// Whether an address or a port is the same; NAT seldom changes all four.
  fileprivate func resembles(_ other: Flow) -> Bool {
    self != other
      && (source.port == other.source.port || destination.port == other.destination.port
        || source.address == other.source.address
        || destination.address == other.destination.address)
  }
}
