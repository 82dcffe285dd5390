import Facts
import KernelProbes

/// What the probes say of packets.
extension RecordDecoder {
  /// The RST that ended a socket, as it arrived, beside what its peer's packets are usually like.
  func packet(of record: reset_event) -> WireReset? {
    guard record.parts & RESET_HAS_PACKET.rawValue != 0 else { return nil }
    var packet = wire(
      record.packet, flow: outgoing(record.tuple).reversed, record.tuple.netns, at: record.time_ns,
      .incoming)
    packet.habit = PacketHabit(
      hopLimit: record.habit.hop_limit == 0 ? nil : record.habit.hop_limit,
      usesTimestamps: record.habit.uses_timestamps != 0,
      nextSequence: record.habit.next_sequence)
    packet.habit?.linkSource = station(record.habit.link_source)
    packet.linkSource = station(record.packet.link_source)
    return packet
  }

  /// A RST that no socket of this host sent.
  func firewall(_ record: firewall_event) -> FirewallReset {
    var reset = filtered(record)
    reset.dropped = nil
    var packet = wire(
      record.packet, flow: reset.flow, record.tuple.netns, at: record.time_ns, .outgoing)
    packet.interface = Int32(bitPattern: record.interface)
    reset.packet = packet
    return reset
  }

  /// A segment that netfilter dropped, perhaps with such a RST.
  func filtered(_ record: firewall_event) -> FirewallReset {
    FirewallReset(
      time: time(record.time_ns), flow: outgoing(record.tuple), netns: UInt64(record.tuple.netns),
      dropped: Segment.Flags(rawValue: record.packet.flags))
  }

  /// Nil for zeros, which no station has.
  private func station(_ bytes: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8)) -> LinkAddress? {
    let all = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5]
    let bits = all.reduce(0) { $0 << 8 | UInt64($1) }
    return bits == 0 ? nil : LinkAddress(bits: bits)
  }

  private func wire(
    _ record: packet_record, flow: Flow, _ netns: UInt32, at nanoseconds: UInt64,
    _ direction: WireReset.Direction
  ) -> WireReset {
    let marks = UInt32(record.marks)
    func has(_ mark: packet_marks) -> Bool { marks & mark.rawValue != 0 }
    return WireReset(
      time: time(nanoseconds), flow: flow, netns: UInt64(netns), interface: 0,
      direction: direction,
      segment: Segment(
        sequence: record.sequence, acknowledgment: record.acknowledgment,
        flags: Segment.Flags(rawValue: record.flags), payloadLength: 0),
      window: record.window, hopLimit: record.hop_limit,
      identification: has(PACKET_IS_IPV4) ? record.identification : nil,
      dontFragment: has(PACKET_KEEPS_WHOLE),
      timestampOption: has(PACKET_HAS_TIMESTAMPS)
        ? WireReset.TimestampOption(value: record.timestamp_value, echo: record.timestamp_echo)
        : nil)
  }
}
