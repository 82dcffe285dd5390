import Facts

extension SynCookieRejected {
  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A handshake by cookie loses its ACK, then finds the queue full",
        zh: "使用 cookie 的握手丢失 ACK，之后队列已满"),
      steps: [
        .set(.server, .synCookies, to: "2"), .on(.server, .listen(port: 8080, backlog: 1)),
        // The ACK is held back for 200 ms (TCP_DELACK_MAX): time to cut the cable before it goes.
        .on(.client, .connectHoldingACK(port: 8080)),
        .link(up: false), .wait(.milliseconds(400)), .link(up: true),
        .on(.client, .connect(port: 8080, expecting: .success)),
        .on(.client, .connect(port: 8080, expecting: .success)),
        // The first segment still carries the cookie, and is dropped; the next are none of its kind.
        .on(.client, .send(connection: 0, bytes: 10, expecting: .success)),
        .wait(.milliseconds(50)),
        .on(.client, .send(connection: 0, bytes: 4000, expecting: .success)),
        .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.connectionReset))),
      ],
      expected: .init(
        sender: .server, atLeast: .certain, error: .connectionReset,
        besides: ["accept-queue-overflow"]))
  ])

  private static let listener = Listener(
    owner: Sample.nginx, queueLength: 1, queueLimit: 1, lastCookie: Sample.ago(3))

  private static func rst(_ change: (inout SentReset) -> Void = { _ in }) -> SentReset {
    Sample.sent("TCP_FLAGS") {
      $0.trigger = Sample.segment(bytes: 2000)
      $0.fromListener = true
      $0.listener = listener
      change(&$0)
    }
  }

  private static let waiting = Sample.received(.established) {
    $0.openedAt = Sample.ago(5)
    $0.unacknowledgedBytes = 2010
  }

  public static let examples: [Example] = [
    .hit(
      "the cookie was right, and the queue full", .certain,
      Evidence(
        sent: rst {
          $0.overflow = Sample.ago(2)
          $0.overflowHadCookie = true
        }, received: waiting
      ).withRoom()),
    .hit(
      "the ACK was lost on its way; the client's half is seen", .likely,
      Evidence(sent: rst(), received: waiting)),
    .hit("only the listener's half", .likely, Evidence(sent: rst())),
    .miss(
      "no cookie was sent within two minutes", Evidence(sent: rst { $0.listener?.lastCookie = nil })
    ),
    .miss(
      "the connection had been in use: the server restarted",
      Evidence(
        sent: rst(),
        received: Sample.received(.established) { $0.exchange(lastReceived: 50, lastSent: 0) })),
    .miss(
      "this handshake was kept, and found the queue full",
      Evidence(sent: rst { $0.overflow = Sample.ago(7) })),
    .miss(
      "no listener answered",
      Evidence(
        sent: rst {
          $0.reason = "NO_SOCKET"
          $0.fromListener = false
          $0.listener = nil
        })),
  ]
}
