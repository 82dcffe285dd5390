import Facts

/// The resets of the last minutes: a connection that was reset once is often reset again, by what was on its way.
struct ResetHistory: Sendable {
  private struct Key: Hashable {
    let flow: Flow
    let netns: UInt64
  }

  /// Beside its place in a table, which is much larger than what is in it: a reset is a kilobyte.
  private final class Entry: Sendable {
    let reset: SentReset
    init(_ reset: SentReset) { self.reset = reset }
  }

  private static let limit = 8192
  /// A retransmission comes this late at the most (`TCP_RTO_MAX`, 120 s).
  private static let memory = Duration.seconds(130)

  private var resets: [Key: Entry] = [:]
  private var times: [Flow: Timestamp] = [:]
  /// Keys in order of arrival, as a ring: the oldest makes room.
  private var order: [Key] = []
  private var next = 0

  /// Remembers it, unless it only answers what was on its way to a connection reset before. What a refused SYN
  /// would have opened never was a connection.
  mutating func add(_ reset: SentReset) {
    let key = Key(flow: reset.flow, netns: reset.netns)
    var isNew = times.updateValue(reset.time, forKey: reset.flow) == nil
    if reset.trigger?.isSYN == true {
      resets[key] = nil
    } else if origin(of: reset) == nil {
      isNew = resets.updateValue(Entry(reset), forKey: key) == nil || isNew
    }
    if isNew { makeRoom(for: key) }
  }

  /// The reset that had ended the connection that this one's trigger still believed in.
  func origin(of reset: SentReset) -> SentReset? {
    guard let trigger = reset.trigger, !trigger.flags.contains(.syn), reset.socket == nil,
      let earlier = resets[Key(flow: reset.flow, netns: reset.netns)]?.reset,
      reset.time - earlier.time < Self.memory
    else { return nil }
    return earlier
  }

  /// Whether the reset that was received was seen being sent, longer ago than the two halves wait for each other.
  func knows(_ reset: ReceivedReset) -> Bool {
    guard let time = times[reset.flow], reset.time - time < .seconds(10) else { return false }
    return reset.socket.openedAt.map { $0 < time } ?? true
  }

  private mutating func makeRoom(for key: Key) {
    guard order.count >= Self.limit else { return order.append(key) }
    forget(order[next])
    order[next] = key
    next = (next + 1) % Self.limit
  }

  private mutating func forget(_ key: Key) {
    resets[key] = nil
    times[key.flow] = nil
  }
}
