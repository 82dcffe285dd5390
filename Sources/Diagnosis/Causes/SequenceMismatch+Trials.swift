import Facts

extension SequenceMismatch {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(
        [
          .on(.server, .listen(port: 8080, backlog: 16)), .link(up: false),
          .on(.client, .beginConnectFrom(localPort: 40000, port: 8080)),
          .wait(.milliseconds(100)), .link(up: true), .on(.server, .accept),
        ], .exchange)),
    .wrong(
      0, of: id,
      first: [.set(.client, .timestamps, to: "0"), .set(.server, .timestamps, to: "0")]),
    .wrong(
      1, of: id,
      first: [.set(.client, Sysctl(rawValue: "net.ipv4.tcp_challenge_ack_limit"), to: "100000")]),
  ]
}
