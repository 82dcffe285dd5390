/// The connections of a capture that are live, in pages that never move, and an open hash table of their numbers.
///
/// A connection costs its own 280 bytes, and 11 to 21 for its place; nothing is copied when it grows but places.
@safe struct ConversationTable: ~Copyable {
  private static let pageBits = 10
  private static let pageSize = 1 << pageBits

  private var pages: [UnsafeMutablePointer<Conversation>] = unsafe []
  /// The low half of a hash above the number and one; 0 where nothing is. Collisions take the places that follow.
  private var places: [UInt64] = Array(repeating: 0, count: 4096)
  /// Numbers that were in use, as a chain through `following`.
  private var free: UInt32 = 0
  private(set) var count = 0
  /// Numbers that have ever been used.
  private(set) var used = 0
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  deinit { unsafe pages.forEach { unsafe $0.deallocate() } }

  /// The conversation of this number, below `used`.
  subscript(_ number: Int) -> Conversation {
    @inline(__always) _read {
      precondition(number < used)
      yield unsafe pages[number >> Self.pageBits][number & (Self.pageSize - 1)]
    }
    @inline(__always) _modify {
      precondition(number < used)
      yield unsafe &pages[number >> Self.pageBits][number & (Self.pageSize - 1)]
    }
  }

  func hash(_ key: ConversationKey) -> UInt64 { key.hash(seed: seed) }

  /// Has the place of a hash fetched into the cache; what it returns must be used for something.
  @inline(__always)
  func touchPlace(_ hash: UInt64) -> UInt64 { places[Int(truncatingIfNeeded: hash) & mask] }

  /// The same for the conversation in that place, which need not be the right one.
  @inline(__always)
  func touchConversation(_ hash: UInt64) -> UInt64 {
    let number = Int(UInt32(truncatingIfNeeded: touchPlace(hash))) - 1
    guard number >= 0 else { return 0 }
    return self[number].touch()
  }

  func find(_ key: ConversationKey, _ hash: UInt64) -> Int? {
    let tag = UInt32(truncatingIfNeeded: hash)
    var index = Int(tag) & mask
    while places[index] != 0 {
      let place = places[index]
      let number = Int(UInt32(truncatingIfNeeded: place)) - 1
      if UInt32(place >> 32) == tag, self[number].key == key { return number }
      index = (index + 1) & mask
    }
    return nil
  }

  /// Makes room for a conversation that is not there yet.
  mutating func insert(_ conversation: Conversation, _ hash: UInt64) -> Int {
    if count >= places.count / 4 * 3 { grow() }
    let number: Int
    if free != 0 {
      number = Int(free) - 1
      free = self[number].following
    } else {
      number = used
      if used & (Self.pageSize - 1) == 0 {
        unsafe pages.append(.allocate(capacity: Self.pageSize))
      }
      used += 1
    }
    let page = unsafe pages[number >> Self.pageBits]
    unsafe (page + (number & (Self.pageSize - 1))).initialize(to: conversation)
    put(hash << 32 | UInt64(number + 1))
    count += 1
    return number
  }

  mutating func remove(_ number: Int) {
    var index = Int(truncatingIfNeeded: hash(self[number].key)) & mask
    while UInt32(truncatingIfNeeded: places[index]) != UInt32(number + 1) {
      index = (index + 1) & mask
    }
    close(index)
    self[number].isLive = false
    self[number].following = free
    free = UInt32(number + 1)
    count -= 1
  }

  private var mask: Int { places.count - 1 }

  private mutating func put(_ place: UInt64) {
    var index = Int(place >> 32) & mask
    while places[index] != 0 { index = (index + 1) & mask }
    places[index] = place
  }

  /// Empties a place, and moves up what stands behind it for want of its own.
  private mutating func close(_ hole: Int) {
    var (hole, index) = (hole, (hole + 1) & mask)
    while places[index] != 0 {
      let home = Int(places[index] >> 32) & mask
      if (index - home) & mask >= (index - hole) & mask {
        places[hole] = places[index]
        hole = index
      }
      index = (index + 1) & mask
    }
    places[hole] = 0
  }

  private mutating func grow() {
    let old = places
    places = Array(repeating: 0, count: old.count * 2)
    for place in old where place != 0 { put(place) }
  }
}
