import Facts

/// Runs of steps that many scenarios begin with.
extension [Scenario.Step] {
  /// These runs of steps, one after the other; a chain of `+` would take the compiler too long.
  static func all(_ parts: [Scenario.Step]...) -> Self { parts.flatMap { $0 } }

  /// One connection to port 8080, accepted.
  static let open: Self = [
    .on(.server, .listen(port: 8080, backlog: 16)),
    .on(.client, .connect(port: 8080, expecting: .success)),
    .on(.server, .accept),
  ]

  /// A request of 100 bytes and an answer of 200, all read.
  static let exchange: Self = [
    .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
    .on(.server, .receive(connection: 0, bytes: 100, expecting: .success)),
    .on(.server, .send(connection: 0, bytes: 200, expecting: .success)),
    .on(.client, .receive(connection: 0, bytes: 200, expecting: .success)),
  ]

  /// A request that the server does not read; time for it to arrive.
  static let unreadRequest: Self = [
    .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
    .wait(.milliseconds(100)),
  ]

  /// The client's program learns of the reset from its next read.
  static let clientIsReset: Self = [
    .on(.client, .receive(connection: 0, bytes: 1, expecting: .error(.connectionReset)))
  ]

  /// The client sees the FIN, writes all the same, and gets EPIPE once the RST is there.
  static let clientWritesAfterFIN: Self = [
    .on(.client, .receive(connection: 0, bytes: 1, expecting: .endOfFile)),
    .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
    .wait(.milliseconds(100)),
    .on(.client, .send(connection: 0, bytes: 100, expecting: .error(.brokenPipe))),
  ]

  /// A request that the server reads.
  static func request(on connection: Int = 0, bytes: Int = 100) -> Self {
    [
      .on(.client, .send(connection: connection, bytes: bytes, expecting: .success)),
      .on(.server, .receive(connection: connection, bytes: bytes, expecting: .success)),
    ]
  }

  /// An answer that the client reads.
  static func answer(on connection: Int = 0, bytes: Int = 200) -> Self {
    [
      .on(.server, .send(connection: connection, bytes: bytes, expecting: .success)),
      .on(.client, .receive(connection: connection, bytes: bytes, expecting: .success)),
    ]
  }

  static func exchange(on connection: Int) -> Self {
    request(on: connection) + answer(on: connection)
  }

  /// One more connection, accepted.
  static let connect: Self = [
    .on(.client, .connect(port: 8080, expecting: .success)), .on(.server, .accept),
  ]

  /// Text that the server reads, and another that the client reads.
  static func dialogue(on connection: Int = 0, _ request: String, _ answer: String) -> Self {
    [
      .on(.client, .sendText(connection: connection, request, expecting: .success)),
      .on(
        .server, .receive(connection: connection, bytes: request.utf8.count, expecting: .success)),
      .on(.server, .sendText(connection: connection, answer, expecting: .success)),
      .on(
        .client, .receive(connection: connection, bytes: answer.utf8.count, expecting: .success)),
    ]
  }

  /// Both ends close, with nothing unread.
  static func closeBoth(_ connection: Int = 0) -> Self {
    [.on(.client, .close(connection: connection)), .on(.server, .close(connection: connection))]
  }
}
