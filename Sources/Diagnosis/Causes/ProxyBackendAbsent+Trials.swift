extension ProxyBackendAbsent {
  public static let trials: [Trial] = [
    .fix(
      0, of: id,
      steps: .all(.open, .dialogue(get, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))),
    .wrong(0, of: id, first: [.filter(.server, .accept(port: 8080))]),
    .wrong(
      1, of: "\(id)/haproxy",
      server: .real(
        Scenario.RealServer(
          .haproxy, port: 8080,
          ["mode tcp", "retries 0", "timeout connect 10s", "server absent 127.0.0.1:9"],
          standIn: Scenario.StandIn(lacksBackend: true)))),
  ]
}
