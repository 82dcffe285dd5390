import Facts

extension EarlyResponseClose {
  private static let close = ["__tcp_close", "inet_release"]

  private static func upload(_ change: (inout Socket) -> Void = { _ in }) -> Socket {
    Sample.socket(.closed, was: .established) {
      $0.unreadBytes = 900
      $0.bytesReceived = 1000
      $0.bytesAcknowledged = 50
      $0.lastReceived = Sample.ago(0.2)
      $0.lastSent = Sample.ago(0.1)
      change(&$0)
    }
  }

  private static func aborted(_ socket: Socket, exit: ExitStatus? = nil) -> SentReset {
    Sample.aborted("TCP_ABORT_ON_CLOSE", close, socket, exit: exit)
  }

  public static let examples: [Example] = [
    .hit(
      "an answer with 900 of 1000 bytes unread", .likely,
      Evidence(
        sent: aborted(upload()),
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 0.1, lastSent: 0.2)
        })),
    .hit(
      "the body comes on while the answer goes", .likely,
      Evidence(
        sent: aborted(
          upload {
            $0.lastReceived = Sample.ago(0)
            $0.lastSent = Sample.ago(0.004)
          }))),
    .hit(
      "only the client's half, in the middle of its upload", .possible,
      Evidence(
        received: Sample.received(.established) {
          $0.exchange(lastReceived: 0.01, lastSent: 0.02)
          $0.unacknowledgedBytes = 40_000
        })),
    .miss(
      "no answer", Evidence(sent: aborted(upload { $0.lastSent = nil }))),
    .miss(
      "the next request came after the answer",
      Evidence(sent: aborted(upload { $0.lastReceived = Sample.ago(0.02) }))),
    .miss(
      "a server that greets first and then reads nothing",
      Evidence(sent: aborted(upload { $0.unreadBytes = 1000 }))),
    .miss(
      "the process was killed", Evidence(sent: aborted(upload(), exit: Sample.killed))),
    .miss(
      "the client closed with part of the answer unread",
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", close, by: .client,
          Sample.socket(.closed, of: .client, was: .established) {
            $0.unreadBytes = 900
            $0.exchange(lastReceived: 0.2, lastSent: 0.1)
          }))),
  ]
}
