import Facts
import Wire

/// What the packets of each direction of a connection are like, learned from the segment that opened it.
struct HandshakeMemory {
  private static let limit = 16384
  private var habits: [Flow: PacketHabit] = [:]

  /// Takes note of a SYN or a SYN-ACK.
  mutating func note(_ flow: Flow, _ packet: Packet, hasTimestamps: Bool) {
    if habits.count >= Self.limit { habits.removeAll(keepingCapacity: true) }
    // The option counts only where the answer has it too (RFC 7323 section 1.3).
    let isAnswer = packet.tcp.flags.contains(.ack)
    habits[flow] = PacketHabit(
      hopLimit: packet.ip.hopLimit, usesTimestamps: isAnswer && hasTimestamps)
    if isAnswer, hasTimestamps { habits[flow.reversed]?.usesTimestamps = true }
  }

  /// Nil where the handshake was not seen.
  func habit(of flow: Flow) -> PacketHabit? { habits[flow] }
}
