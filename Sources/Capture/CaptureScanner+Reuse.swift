public import Facts

extension CaptureScanner {
  /// What was seen since the last time of how connections are used again, in the order of the packets.
  public mutating func takeSightings() -> [ReuseSighting] {
    defer { sightings.removeAll(keepingCapacity: true) }
    return sightings
  }

  /// The times of the first packet and of the latest; nil where there is none. Only where reuse is learned.
  public var span: (first: Timestamp, last: Timestamp)? {
    beginning.map { (Timestamp(nanoseconds: $0), Timestamp(nanoseconds: max(now, $0))) }
  }

  mutating func see(_ notice: Conversation.Notice, in conversation: Conversation, at time: Int64) {
    if beginning == nil { beginning = time }
    let kind: ReuseSighting.Kind? =
      switch notice {
      case .none: nil
      case .idleClose(let idle): .serverClose(.nanoseconds(idle))
      case .clientClose(let idle): .clientClose(.nanoseconds(idle))
      case .reuse(let pause): .reuse(.nanoseconds(pause))
      case .lateRequest: .lateRequest
      case .roundTrip(let roundTrip): .roundTrip(.nanoseconds(roundTrip))
      }
    guard let kind, let server = conversation.serverDirection else { return }
    let key = conversation.key
    let ends = [
      Endpoint(IPAddress(v6: key.low), port: key.lowPort),
      Endpoint(IPAddress(v6: key.high), port: key.highPort),
    ]
    sightings.append(
      ReuseSighting(
        time: Timestamp(nanoseconds: time), client: ends[1 - server].address,
        server: ends[server], kind: kind))
  }
}
