import Diagnosis

/// Packets that wait for their time, earliest first; those of one time in order of arrival.
struct HeldPackets {
  struct Packet {
    let due: Int64
    fileprivate let number: UInt64
    let toward: Scenario.Host
    let bytes: [UInt8]

    fileprivate func isBefore(_ other: Packet) -> Bool { (due, number) < (other.due, other.number) }
  }

  /// A binary heap.
  private var heap: [Packet] = []
  private var count: UInt64 = 0

  /// When the next is due; nil where none waits.
  var nextDue: Int64? { heap.first?.due }

  mutating func add(_ bytes: [UInt8], toward host: Scenario.Host, due: Int64) {
    count += 1
    heap.append(Packet(due: due, number: count, toward: host, bytes: bytes))
    var index = heap.count - 1
    while index > 0, heap[index].isBefore(heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// The next packet that is due by then.
  mutating func take(until now: Int64) -> Packet? {
    guard let first = heap.first, first.due <= now else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while true {
      let children = [2 * index + 1, 2 * index + 2].filter { $0 < heap.count }
      guard let least = children.min(by: { heap[$0].isBefore(heap[$1]) }),
        heap[least].isBefore(heap[index])
      else { return first }
      heap.swapAt(index, least)
      index = least
    }
  }
}
