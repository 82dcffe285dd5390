import Facts

/// The server's limits of number and age, by how it closed connections before.
extension Evidence {
  /// How the server's end was closed: in the orderly way, or at the reset itself.
  private var serverEnd: (socket: Socket, time: Timestamp)? {
    guard senderRole == .server, let sent else { return nil }
    if let closure = orderlyClose { return (closure.socket, closure.time) }
    return socketClosedUnread.map { ($0, sent.time) }
  }

  /// How many messages of the client this connection and earlier ones had at their close, and how many
  /// closes agree, with this one; nil where not most of them, and at least three, do.
  var agreeingMessageCount: (messages: Int, closes: Int)? {
    guard let messages = serverEnd?.socket.dialogue.heardMessages, messages >= 2 else { return nil }
    let answered = serverCloses.filter { !$0.isUnanswered && $0.messages > 0 }
    let same = answered.count { $0.messages == messages }
    return same >= 2 && same * 2 > answered.count ? (messages, same + 1) : nil
  }

  /// The age of this connection at its close, and how many closes agree within 2 % or 150 ms.
  var agreeingAge: (age: Duration, closes: Int)? {
    guard let end = serverEnd, let opened = end.socket.openedAt else { return nil }
    let age = end.time - opened
    guard age >= Self.idleThreshold else { return nil }
    let ages = serverCloses.compactMap(\.age)
    let same = ages.count { abs($0 - age) <= Self.tolerance(of: age) }
    return same >= 2 && same * 2 > ages.count ? (age, same + 1) : nil
  }

  /// How long the client's last message had waited for an answer when the server closed, and how many
  /// closes agree.
  var agreeingWait: (wait: Duration, closes: Int)? {
    guard let end = serverEnd, end.socket.lacksAnswer, let asked = end.socket.lastReceived else {
      return nil
    }
    let wait = end.time - asked
    let waits = serverCloses.filter(\.isUnanswered).map(\.idle)
    let same = waits.count { abs($0 - wait) <= Self.tolerance(of: wait) }
    return same >= 3 && same * 2 > waits.count ? (wait, same + 1) : nil
  }

  /// How far two runs of one timer may lie apart.
  static func tolerance(of duration: Duration) -> Duration {
    max(duration / 50, .milliseconds(150))
  }

  func abs(_ duration: Duration) -> Duration { max(duration, .zero - duration) }
}
