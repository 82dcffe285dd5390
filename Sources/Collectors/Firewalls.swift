import Facts
import Linux

/// The packet filters of this host's network namespaces: which of their rules reject with a TCP reset.
///
/// What may not be looked at (CAP_NET_ADMIN is missing, the namespace is gone) has no rules.
final class Firewalls {
  private struct Ruleset {
    var rejecting: [Nftables.Rule] = []
    /// Whether a packet that is dropped may have been dropped without an answer.
    var mayDrop = true
    let readAt = ContinuousClock.now
  }

  private static let limit = 1024
  private static let lifetime = Duration.seconds(1)
  private var known: [UInt64: Ruleset] = [:]

  /// Looks at the namespaces of these inode numbers; with none, at all in which a process is.
  init(namespaces: [UInt32]) {
    let numbers =
      namespaces.isEmpty
      ? Array(ProcFS.networkNamespaces().keys) : namespaces.map { UInt64($0) }
    for number in numbers.prefix(Self.limit) { read(number) }
  }

  /// Whether some namespace has a rule that rejects with a TCP reset.
  var reject: Bool { known.values.contains { !$0.rejecting.isEmpty } }

  /// Looks again at those that had such a rule.
  func refresh() {
    known = known.filter { !$0.value.rejecting.isEmpty }
    for number in Array(known.keys) { read(number) }
  }

  /// The rules that may have sent this RST. A drop is told of once a second at most, and is reason to look again.
  func rules(behind reset: FirewallReset) -> [FirewallRule] {
    if reset.packet == nil { read(reset.netns) } else { update(reset.netns) }
    return (known[reset.netns]?.rejecting ?? []).filter { $0.conditions.allow(reset.flow.reversed) }
      .map { FirewallRule($0) }
  }

  /// Whether a segment that was dropped there was dropped by such a rule: nothing else drops.
  func onlyReject(in netns: UInt64) -> Bool {
    update(netns)
    return known[netns]?.mayDrop == false
  }

  private func update(_ netns: UInt64) {
    if let ruleset = known[netns], .now - ruleset.readAt < Self.lifetime { return }
    read(netns)
  }

  private func read(_ netns: UInt64) {
    if known.count >= Self.limit { known.removeAll() }
    known[netns] = Self.ruleset(of: netns)
  }

  private static func ruleset(of netns: UInt64) -> Ruleset {
    var ruleset = Ruleset()
    guard let namespace = try? NetworkNamespace.find(inode: netns) else { return ruleset }
    try? namespace.run { () throws(LinuxError) in
      var nftables = try Nftables()
      let rules = try nftables.rules()
      ruleset.rejecting = rules.filter(\.rejectsWithReset)
      guard !ruleset.rejecting.isEmpty else { return }
      let hasDroppingPolicy = try nftables.hasDroppingPolicy()
      ruleset.mayDrop = hasDroppingPolicy || rules.contains { $0.mayDrop }
    }
    return ruleset
  }
}

extension [Nftables.Condition] {
  /// Whether a segment of this flow meets all of them.
  func allow(_ flow: Flow) -> Bool {
    allSatisfy { condition in
      switch condition {
      case .sourcePort(let port): port == flow.source.port
      case .destinationPort(let port): port == flow.destination.port
      case .sourceAddress(let bytes): flow.source.address.isWritten(bytes)
      case .destinationAddress(let bytes): flow.destination.address.isWritten(bytes)
      }
    }
  }
}

extension IPAddress {
  fileprivate func isWritten(_ bytes: [UInt8]) -> Bool {
    let number = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    guard bytes.count == 4 else { return !isIPv4 && self == IPAddress(v6: number) }
    return self == IPAddress(v4: UInt32(number))
  }
}

extension FirewallRule {
  fileprivate init(_ rule: Nftables.Rule) {
    self.init(family: rule.family, table: rule.table, chain: rule.chain, handle: rule.handle)
  }
}
