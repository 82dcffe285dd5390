import Facts

extension InjectedReset {
  /// A RST that came to an open connection of a client, whose peer's packets have a TTL of 64 and timestamps.
  private static func received(
    _ flags: Segment.Flags = .rst, in state: TCPState = .established,
    _ change: (inout WireReset) -> Void
  ) -> ReceivedReset {
    var received = Sample.received(state)
    var packet = Sample.packet(flags, hopLimit: 64)
    change(&packet)
    received.packet = packet
    return received
  }

  /// Both ends are on this host, and the sender's socket is still open.
  private static func forged(_ received: ReceivedReset) -> Evidence {
    var evidence = Evidence(received: received)
    evidence.livingSender = .established
    return evidence
  }

  public static let examples: [Example] = hits + misses

  private static let hits: [Example] = [
    .hit(
      "a forger on this host, with a window and a TTL of its own", .certain,
      forged(
        received {
          $0.hopLimit = 37
          $0.window = 0xffff
        })),
    .hit(
      "the headers were not looked at, but the peer's socket is still open", .likely,
      forged(Sample.received(.established))),
    .hit(
      "a forger with the right TTL: the peer's socket is open all the same", .certain,
      forged(received { $0.window = 512 })),
    .hit(
      "a device with its reset code in the window", .likely,
      Evidence(
        received: received {
          $0.hopLimit = 250
          $0.window = 9300
        })),
    .hit(
      "a device that ends the connection in the peer's name, without timestamps", .likely,
      Evidence(received: received([.rst, .ack]) { $0.hopLimit = 120 })),
  ]

  private static let misses: [Example] = [
    .miss(
      "Linux answers for a connection that it does not know: no options, IP ID 0, window 0",
      Evidence(received: received { _ in })),
    .miss(
      "Linux ends a connection by itself: timestamps, a window, an IP ID of the connection's",
      Evidence(
        received: received([.rst, .ack]) {
          $0.window = 501
          $0.identification = 4711
          $0.timestampOption = WireReset.TimestampOption(value: 77, echo: 66)
        })),
    .miss(
      "Linux answers for a socket that it has closed, in CLOSE_WAIT here",
      Evidence(received: received(in: .closeWait) { _ in })),
    .miss(
      "a connection without timestamps is ended by its peer",
      Evidence(
        received: received([.rst, .ack]) {
          $0.habit?.usesTimestamps = false
          $0.window = 1024
          $0.identification = 99
        })),
    .miss(
      "macOS ends a connection, and leaves the timestamps out",
      Evidence(received: received([.rst, .ack]) { $0.window = 2048 })),
    .miss(
      "FreeBSD answers, with the IP ID of what it answers",
      Evidence(received: received { $0.identification = 31337 })),
    .miss("no other packet of the peer was seen", Evidence(received: received { $0.habit = nil })),
    .miss("the packet was not seen", Evidence(received: Sample.received(.established))),
    .miss(
      "the peer's kernel on this host says that it sent it, with IP_TTL set for its socket",
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
          Sample.socket(.closed, was: .established) { $0.unreadBytes = 9 }),
        received: received { $0.hopLimit = 255 })),
  ]
}
