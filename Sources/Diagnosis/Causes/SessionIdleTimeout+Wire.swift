public import Facts

extension SessionIdleTimeout: WireCause {
  /// Whether the client speaks a protocol of sessions, known by its first bytes.
  static func isSession(_ end: CapturedEnd) -> Bool {
    end.client?.firstPayload == .session || end.server?.firstPayload == .session
  }

  /// The same on the wire as the keep-alive race of an HTTP connection.
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.senderRole == .server, end.hasExchanged, isSession(end),
      let race = end.sender.fin == nil
        ? KeepaliveRace.matchUnread(end) : KeepaliveRace.matchLate(end)
    else { return nil }
    return Match(
      .likely, because: race.reasons,
      alternatives: ["keepalive-race", "process-died", "graceless-restart"])
  }

  private static func late(_ kind: PayloadKind) -> CapturedEnd {
    WireSample.reset(.answer) {
      $0.exchange(request: 65.1, answer: 65, kind)
      $0.sender.close(0.02)
      $0.receiver.speak(at: 0.001, kind)
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("Redis closed an idle client", .likely, late(.session)),
    .miss("an HTTP server closed one", late(.httpRequest)),
  ]
}
