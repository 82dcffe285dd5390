public import Facts

extension ApplicationTimeout: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, end.isLate || end.isAct, let wait = end.unansweredWait,
      wait >= leastWait, end.senderRole == .server, !end.neverServed,
      end.sender.retransmissions < 3, end.sender.probes < 2
    else { return nil }
    let agreeing = end.abandonedRequests.filter { max($0 - wait, wait - $0) <= slack(wait) }.count
    let waited = Reason.onWire(
      "unanswered-for", wait.text,
      en: "The server gave the request up after \(wait.text) without an answer",
      zh: "服务端等待 \(wait.text) 仍未应答，随后放弃了该请求")
    let repeated = Reason.onWire(
      "same-wait", "\(agreeing) times",
      en: "It gave \(agreeing) requests up after the same time in this capture",
      zh: "抓包中有 \(agreeing) 个请求在相同时长后被放弃")
    return Match(
      .likely, because: [waited] + (agreeing >= 3 ? [repeated] : []),
      alternatives: ["process-died", "unread-data-at-close"])
  }

  /// A limit of one second, seen from the other end of the path.
  private static let leastWait = Evidence.idleThreshold - .milliseconds(100)

  private static func slack(_ wait: Duration) -> Duration { max(wait / 50, .milliseconds(150)) }

  public static let wireExamples: [WireExample] = [
    .hit(
      "a FIN after half a minute without an answer", .likely,
      WireSample.reset(.answer) {
        $0.receiver.speak(at: 30, .httpRequest)
        $0.sender.packets = 3
        $0.sender.close(0.5)
        $0.receiver.lastPayload = Sample.ago(0.01)
      }),
    .miss(
      "the request had its answer",
      WireSample.reset(.answer) {
        $0.exchange(request: 30, answer: 29)
        $0.sender.close(0.5)
        $0.receiver.speak(at: 0.01, .httpRequest)
      }),
  ]
}
