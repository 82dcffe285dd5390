import Facts

/// RSTs seen on the wire that wait for what else is known of them.
///
/// One packet is seen once at each interface that it passes; seen twice at one, it is two.
struct PassingPackets: Sendable {
  private struct Place: Hashable {
    let netns: UInt64
    let interface: Int32
    let direction: WireReset.Direction

    init(_ reset: WireReset) {
      (netns, interface, direction) = (reset.netns, reset.interface, reset.direction)
    }
  }

  private var waiting: [Flow: (first: WireReset, places: Set<Place>)] = [:]

  /// Whether another RST of this flow waits, which this one is not a second look at.
  func repeats(_ reset: WireReset) -> Bool {
    guard let (first, places) = waiting[reset.flow] else { return false }
    return places.contains(Place(reset))
      || first.segment.sequence != reset.segment.sequence
      || first.segment.flags != reset.segment.flags
  }

  /// Whether it is the first look at its packet.
  mutating func add(_ reset: WireReset) -> Bool {
    let isFirst = waiting[reset.flow] == nil
    waiting[reset.flow, default: (reset, [])].places.insert(Place(reset))
    return isFirst
  }

  mutating func take(_ flow: Flow) -> WireReset? {
    waiting.removeValue(forKey: flow)?.first
  }
}
