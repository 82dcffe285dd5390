import Diagnosis
import Facts
import Linux

/// Looks at the other sockets of the namespace that a reset or failure was seen in, where they can tell causes
/// apart; seldom enough to cost nothing.
struct SurroundingSockets {
  /// Looks within one second.
  private static let budget = 20
  private var spent = 0
  private var since = ContinuousClock.now

  /// Nil where there is nothing to ask, it was asked often enough, or the namespace cannot be entered.
  mutating func look(around evidence: Evidence) -> Surroundings? {
    guard let question = evidence.question, isWithinBudget(),
      let namespace = try? NetworkNamespace.find(inode: evidence.netns)
    else { return nil }
    return try? namespace.run { () throws(LinuxError) in
      switch question {
      case .answersToOthers: try Self.answers(evidence)
      case .otherOwner: try Self.otherOwner(evidence)
      case .rawSockets: Surroundings(hasRawSocket: try RawSocket.existHere())
      }
    }
  }

  private mutating func isWithinBudget() -> Bool {
    let now = ContinuousClock.now
    if now - since >= .seconds(1) { (since, spent) = (now, 0) }
    spent += 1
    return spent <= Self.budget
  }

  private static func answers(_ evidence: Evidence) throws(LinuxError) -> Surroundings {
    let (own, peer) = (evidence.flow.source, evidence.flow.destination)
    let ages = try sockets(evidence, withTimes: true).filter {
      Endpoint($0.remote) == peer && Endpoint($0.local) != own
    }.compactMap(\.sinceAcknowledgment)
    let since = Timestamp(nanoseconds: KernelClock.wall) - evidence.time
    return Surroundings(answerToOthers: ages.min().map { max($0 - since, .zero) })
  }

  private static func otherOwner(_ evidence: Evidence) throws(LinuxError) -> Surroundings {
    let (own, peer) = (evidence.flow.source, evidence.flow.destination)
    let owner = try sockets(evidence).first {
      Endpoint($0.remote) == peer && Endpoint($0.local) != own
    }
    return Surroundings(otherOwner: owner.map { Endpoint($0.local) })
  }

  /// The established connections of both families: an IPv6 socket may have an IPv4 peer.
  private static func sockets(
    _ evidence: Evidence, withTimes: Bool = false
  ) throws(LinuxError) -> [SockDiag.Entry] {
    var diag = try SockDiag()
    var found: [SockDiag.Entry] = []
    for family in AddressFamily.allCases {
      found += try diag.sockets(
        family, states: 1 << UInt32(TCPState.established.rawValue), withTimes: withTimes)
    }
    return found
  }
}

extension Endpoint {
  fileprivate init(_ address: SocketAddress) {
    self.init(
      address.family == .ipv4
        ? IPAddress(v4: UInt32(truncatingIfNeeded: address.bits)) : IPAddress(v6: address.bits),
      port: address.port)
  }
}
