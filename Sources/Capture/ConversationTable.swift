import Facts

/// The connections of a capture that are live, in pages that never move: a hash table of chains.
///
/// A connection costs its own 288 bytes or so, and four to eight for its place; nothing is copied when it grows
/// but the places.
@safe struct ConversationTable: ~Copyable {
  private static let pageBits = 10
  private static let pageSize = 1 << pageBits

  private var pages: [UnsafeMutablePointer<Conversation>] = unsafe []
  /// The first conversation of each chain, by its number and one; 0 where there is none.
  private var places: [UInt32] = Array(repeating: 0, count: 4096)
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
    _read {
      precondition(number < used)
      yield unsafe pages[number >> Self.pageBits][number & (Self.pageSize - 1)]
    }
    _modify {
      precondition(number < used)
      yield unsafe &pages[number >> Self.pageBits][number & (Self.pageSize - 1)]
    }
  }

  func hash(_ key: ConversationKey) -> UInt64 { key.hash(seed: seed) }

  func find(_ key: ConversationKey, _ hash: UInt64) -> Int? {
    var link = places[Int(truncatingIfNeeded: hash) & (places.count - 1)]
    while link != 0 {
      let number = Int(link) - 1
      if self[number].key == key { return number }
      link = self[number].following
    }
    return nil
  }

  /// Makes room for a conversation that is not there yet.
  mutating func insert(_ conversation: Conversation, _ hash: UInt64) -> Int {
    if count >= places.count { grow() }
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
    let place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    let page = unsafe pages[number >> Self.pageBits]
    unsafe (page + (number & (Self.pageSize - 1))).initialize(to: conversation)
    self[number].following = places[place]
    places[place] = UInt32(number + 1)
    count += 1
    return number
  }

  mutating func remove(_ number: Int) {
    let place = Int(truncatingIfNeeded: hash(self[number].key)) & (places.count - 1)
    let after = self[number].following
    if places[place] == UInt32(number + 1) {
      places[place] = after
    } else {
      var link = places[place]
      while link != 0, self[Int(link) - 1].following != UInt32(number + 1) {
        link = self[Int(link) - 1].following
      }
      if link != 0 { self[Int(link) - 1].following = after }
    }
    self[number].isLive = false
    self[number].following = free
    free = UInt32(number + 1)
    count -= 1
  }

  private mutating func grow() {
    places = Array(repeating: 0, count: places.count * 2)
    for number in 0..<used where self[number].isLive {
      let place = Int(truncatingIfNeeded: hash(self[number].key)) & (places.count - 1)
      self[number].following = places[place]
      places[place] = UInt32(number + 1)
    }
  }
}
