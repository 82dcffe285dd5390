import Facts

/// Runs of steps that many scenarios begin with.
extension [Scenario.Step] {
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
}
