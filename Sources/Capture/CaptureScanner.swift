import Facts
public import Wire

/// Follows the connections of a capture, or of one share of them, and tells how they ended.
public struct CaptureScanner: ~Copyable {
  /// Shares that the connections are divided into, by their hash, so that several threads can follow them.
  private let share: UInt64
  /// Whether it also tells how connections are used again.
  private let learnsReuse: Bool
  private let shares: UInt64
  var table: ConversationTable
  var pending: [Int: PendingReset] = [:]
  /// Numbers of conversations with a pending reset, in order of time.
  var waiting: [(number: Int, time: Int64)] = []
  public private(set) var totals = CaptureTotals()
  /// The time of the latest packet.
  var now: Int64 = .min
  var ends: [CapturedEnd] = []
  var idleCloses: [CapturedIdleClose] = []
  var sightings: [ReuseSighting] = []
  /// The time of the first packet.
  var beginning: Int64?
  var sweepPosition = 0
  var lastSweep: Int64 = 0

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

  /// Takes in a packet; `bytes` are those that the frame's positions are of.
  public mutating func note(_ frame: CapturedFrame, _ bytes: RawSpan, file: Int) {
    guard let type = LinkType(rawValue: UInt32(frame.linkType)) else {
      if share == 0 {
        totals.unsupported += 1
        totals.unsupportedLink = frame.linkType
      }
      return
    }
    let packetBytes = bytes.extracting(frame.bytes)
    do throws(WireError) {
      if case .tcp(let packet) = try Dissection(packetBytes, type) {
        note(packet, packetBytes, frame, file)
      } else if share == 0 {
        totals.others += 1
      }
    } catch {
      if share == 0 { totals.malformed += 1 }
    }
  }

  private mutating func note(
    _ packet: Packet, _ bytes: RawSpan, _ frame: CapturedFrame, _ file: Int
  ) {
    let (key, direction) = ConversationKey.of(packet)
    let hash = table.hash(key)
    guard shares == 1 || (hash >> 40) % shares == share else { return }
    totals.segments += 1
    // Never backwards by much: a clock that was set back must not keep everything alive.
    now = frame.time
    let isReset = packet.tcp.flags.contains(.rst)
    if isReset { totals.resets += 1 }
    var number: Int
    if let found = table.find(key, hash) {
      number = found
      if packet.tcp.flags.contains(.syn), !isReset { renew(number, packet, direction, frame) }
    } else {
      number = table.insert(Conversation(key, at: frame.time, frame: frame.number), hash)
      totals.connections += 1
    }
    if isReset {
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
      let key = table[number].key
      idleCloses.append(
        CapturedIdleClose(
          time: frame.time, address: direction == 0 ? key.low : key.high,
          port: direction == 0 ? key.lowPort : key.highPort, idle: .nanoseconds(idle)))
    }
    if learnsReuse { see(notice, in: table[number], at: frame.time) }
  }

  /// A SYN that begins another connection between the same ends: ports are used again.
  private mutating func renew(
    _ number: Int, _ packet: Packet, _ direction: Int, _ frame: CapturedFrame
  ) {
    let old = table[number]
    let isAnswer = packet.tcp.flags.contains(.ack)
    let isSame =
      old.halves[direction].marks.contains(.syn)
      && old.halves[direction].next == packet.tcp.sequence &+ 1 &+ UInt32(packet.payloadLength)
    // The server's SYN-ACK, or one more SYN, belongs to the handshake that is going on.
    guard !isSame, !(isAnswer && !old.halves[direction].marks.contains(.sequenced)),
      !isAnswer || old.hasReset || old.isClosed
    else { return }
    // Answered by a challenge ACK or a reset, it changes nothing of a connection that lives.
    guard old.handshake != .unseen || old.hasReset || old.isClosed || !isAnswer else { return }
    conclude(number)
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
