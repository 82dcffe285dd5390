import Facts
import Wire

/// A reset whose connection is watched a little longer: what comes after it tells whether it was real.
struct PendingReset {
  let direction: Int
  let time: Int64
  let frame: UInt64
  let file: Int
  let packet: Packet
  let options: TCPOptions
  /// The connection just before it.
  let before: Conversation
  var aftermath = CapturedEnd.Aftermath()
  var resetFiles: UInt8

  /// How long a connection is watched after its reset.
  static let patience: Int64 = 3_000_000_000

  /// Takes in another reset of the connection.
  mutating func note(_ other: Packet, _ otherDirection: Int, file: Int) {
    resetFiles |= otherDirection == direction ? 1 << UInt8(min(file, 7)) : 0
    let isSame =
      otherDirection == direction && other.tcp.sequence == packet.tcp.sequence
      && other.tcp.flags == packet.tcp.flags
    // The same packet at another place.
    if isSame, other.ip.identification == packet.ip.identification { return }
    if otherDirection != direction {
      aftermath.opposite += 1
    } else {
      aftermath.resets += 1
      if other.tcp.sequence != packet.tcp.sequence { aftermath.shifted += 1 }
    }
  }

  /// Takes in another packet of the connection, before the connection itself does.
  mutating func note(
    _ other: Packet, _ otherDirection: Int, _ conversation: borrowing Conversation
  ) {
    let half = conversation.half(otherDirection)
    let end = other.tcp.sequence &+ UInt32(other.payloadLength)
    let isNew = other.payloadLength > 0 && end.isAfter(half.next)
    let acknowledges =
      other.tcp.flags.contains(.ack) && other.tcp.acknowledgment.isAfter(half.acknowledged)
    if otherDirection == direction {
      if isNew || acknowledges { aftermath.fromSender += 1 }
    } else if isNew {
      aftermath.fromReceiver += 1
    }
  }
}
