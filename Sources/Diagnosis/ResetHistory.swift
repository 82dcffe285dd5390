import Facts

/// The resets of the last minutes: a connection that was reset once is often reset again, by what was on its way.
struct ResetHistory: Sendable {
  private struct Key: Hashable {
    let flow: Flow
    let netns: UInt64
  }

  private static let limit = 16384
  /// A retransmission comes this late at the most (`TCP_RTO_MAX`, 120 s).
  private static let memory = Duration.seconds(130)

  private var resets: [Key: SentReset] = [:]
  private var times: [Flow: Timestamp] = [:]
  /// Keys in order of arrival, as a ring: the oldest makes room.
  private var order: [Key] = []
  private var next = 0

  /// Remembers it, unless it only answers what was on its way to a connection reset before.
  mutating func add(_ reset: SentReset) {
    times[reset.flow] = reset.time
    let key = Key(flow: reset.flow, netns: reset.netns)
    if origin(of: reset) != nil { return }
    if resets.updateValue(reset, forKey: key) != nil { return }
    if order.count < Self.limit {
      order.append(key)
    } else {
      forget(order[next])
      order[next] = key
      next = (next + 1) % Self.limit
    }
  }

  /// The reset that had ended the connection that this one's trigger still believed in.
  func origin(of reset: SentReset) -> SentReset? {
    guard let trigger = reset.trigger, !trigger.flags.contains(.syn), reset.socket == nil,
      let earlier = resets[Key(flow: reset.flow, netns: reset.netns)],
      reset.time - earlier.time < Self.memory
    else { return nil }
    return earlier
  }

  /// Whether the reset that was received was seen being sent, longer ago than the two halves wait for each other.
  func knows(_ reset: ReceivedReset) -> Bool {
    guard let time = times[reset.flow], reset.time - time < .seconds(10) else { return false }
    return reset.socket.openedAt.map { $0 < time } ?? true
  }

  private mutating func forget(_ key: Key) {
    resets[key] = nil
    times[key.flow] = nil
  }
}
