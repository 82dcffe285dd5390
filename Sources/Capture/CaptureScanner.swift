import Facts
import Wire

/// Follows the connections of a capture, or of one share of them, and tells how they ended.
public struct CaptureScanner: ~Copyable {
  /// Shares that the connections are divided into, by their hash, so that several threads can follow them.
  let share: UInt64
  let shares: UInt64
  /// Whether it also tells how connections are used again.
  private let learnsReuse: Bool
  var table: ConversationTable
  var pending: [Int: PendingReset] = [:]
  /// Numbers of conversations with a pending reset, in order of time.
  var waiting: [(number: Int, time: Int64)] = []
  public internal(set) var totals = CaptureTotals()
  /// The time of the latest packet.
  var now: Int64 = .min
  /// What was said of segments of the conversations of these numbers.
  var notices: [Int: PathNotice] = [:]
  /// What comments said of them.
  var processes: [Int: NamedProcess] = [:]
  var ends: [CapturedEnd] = []
  var idleCloses: [CapturedIdleClose] = []
  var sightings: [ReuseSighting] = []
  /// The time of the first packet.
  var beginning: Int64?
  var sweepPosition = 0
  var lastSweep: Int64 = 0
  /// What was read ahead for its own sake.
  var fetched: UInt64 = 0

  /// All scanners of one capture have the same seed.
  public init(share: Int = 0, of shares: Int = 1, seed: UInt64, learnsReuse: Bool = false) {
    self.learnsReuse = learnsReuse
    self.share = UInt64(share)
    self.shares = UInt64(shares)
    table = ConversationTable(seed: seed)
  }

  mutating func countRetired() { totals.retired += 1 }

  /// Connections that it follows at present.
  public var live: Int { table.count }

  /// Takes in a segment of one of its connections.
  mutating func follow(
    _ packet: Packet, _ bytes: RawSpan, _ frame: CapturedFrame, _ file: Int, _ place: Place
  ) {
    let (key, direction, hash) = (place.key, place.direction, place.hash)
    totals.segments += 1
    now = frame.time
    let flags = packet.tcp.flags
    let number: Int
    if let found = table.find(key, hash) {
      number = found
      if flags.contains(.syn), !flags.contains(.rst) { renew(number, packet, direction, frame) }
    } else {
      number = table.insert(Conversation(key, at: frame.time, frame: frame.number), hash)
      totals.connections += 1
    }
    if flags.contains(.rst) {
      totals.resets += 1
      noteReset(number, packet, bytes, direction, frame, file)
    } else {
      note(number, packet, bytes, direction, frame, file)
    }
  }

  private mutating func note(
    _ number: Int, _ packet: Packet, _ bytes: RawSpan, _ direction: Int,
    _ frame: CapturedFrame, _ file: Int
  ) {
    if table[number].hasReset {
      pending[number]?.note(packet, direction, table[number])
    }
    table[number].files[direction] |= 1 << UInt8(min(file, 7))
    let notice = table[number].note(
      packet, bytes, direction, at: frame.time, frame: UInt32(truncatingIfNeeded: frame.number))
    if case .idleClose(let idle) = notice {
      noteIdleClose(number, direction, after: idle, at: frame.time)
    }
    if learnsReuse { see(notice, in: table[number], at: frame.time) }
  }

  private mutating func noteIdleClose(
    _ number: Int, _ direction: Int, after idle: Int64, at time: Int64
  ) {
    let server = table[number].endpoint(direction)
    idleCloses.append(
      CapturedIdleClose(time: time, server: server, idle: .nanoseconds(idle)))
  }

  /// A SYN that begins another connection between the same ends: ports are used again.
  private mutating func renew(
    _ number: Int, _ packet: Packet, _ direction: Int, _ frame: CapturedFrame
  ) {
    let old = table[number]
    let isAnswer = packet.tcp.flags.contains(.ack)
    let half = old.half(direction)
    let isSame =
      half.marks.contains(.syn)
      && half.next == packet.tcp.sequence &+ 1 &+ UInt32(packet.payloadLength)
    // The server's SYN-ACK, or one more SYN, belongs to the handshake that is going on.
    guard !isSame, !(isAnswer && !half.marks.contains(.sequenced)),
      !isAnswer || old.hasReset || old.isClosed
    else { return }
    // Answered by a challenge ACK or a reset, it changes nothing of a connection that lives.
    guard old.handshake != .unseen || old.hasReset || old.isClosed || !isAnswer else { return }
    conclude(number)
    forget(number)
    table[number].startAnew(at: frame.time, frame: frame.number)
    totals.connections += 1
  }

  private mutating func noteReset(
    _ number: Int, _ packet: Packet, _ bytes: RawSpan, _ direction: Int,
    _ frame: CapturedFrame, _ file: Int
  ) {
    if table[number].hasReset {
      pending[number]?.note(packet, direction, file: file)
      return
    }
    table[number].hasReset = true
    pending[number] = PendingReset(
      direction: direction, time: frame.time, frame: frame.number, file: file, packet: packet,
      options: packet.options(in: bytes), before: table[number],
      resetFiles: 1 << UInt8(min(file, 7)))
    waiting.append((number, frame.time))
  }
}

extension Conversation {
  /// Forgets all but its ends.
  fileprivate mutating func startAnew(at time: Int64, frame: UInt64) {
    let link = following
    self = Conversation(key, at: time, frame: frame)
    following = link
  }
}
