import Facts

/// The resets that were received of late and that no TCP was seen to send: an end that knows nothing of one goes
/// on, and what it then gets has the same cause.
struct ForeignEndHistory: Sendable {
  private struct Key: Hashable {
    let flow: Flow
    let netns: UInt64
  }

  private static let limit = 4096
  /// A retransmission comes this late at the most (`TCP_RTO_MAX`, 120 s).
  private static let memory = Duration.seconds(130)

  private var ends: [Key: ForeignEnd] = [:]

  mutating func add(_ end: ForeignEnd) {
    guard end.firewall != nil || end.received.packet != nil else { return }
    let time = end.received.time
    if ends.count >= Self.limit {
      ends = ends.filter { time - $0.value.received.time < Self.memory }
    }
    if ends.count >= Self.limit { ends.removeAll() }
    ends[Key(flow: end.received.flow, netns: end.received.netns)] = end
  }

  /// What had ended, at this end, the connection that the reset's trigger still believed in.
  func end(before reset: SentReset) -> ForeignEnd? {
    guard let trigger = reset.trigger, !trigger.flags.contains(.syn), reset.socket == nil,
      let end = ends[Key(flow: reset.flow.reversed, netns: reset.netns)],
      reset.time - end.received.time < Self.memory, end.received.time <= reset.time
    else { return nil }
    return end
  }
}
