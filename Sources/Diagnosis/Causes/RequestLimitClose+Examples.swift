import Facts

extension RequestLimitClose {
  static let get = "GET / HTTP/1.1\r\nHost: lab\r\n\r\n"
  static let last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "One request more after Connection: close", zh: "收到 Connection: close 之后又发一个请求"),
      steps: .open + [
        .on(.client, .sendText(connection: 0, get, expecting: .success)),
        .on(.server, .receive(connection: 0, bytes: get.utf8.count, expecting: .success)),
        .on(.server, .sendText(connection: 0, last, expecting: .success)),
        .on(.client, .receiveResponse(connection: 0, expecting: .success)),
        .on(.server, .close(connection: 0)),
      ] + late,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe)),
    Scenario(
      id: "request-limit-close/nginx",
      title: Text(
        en: "nginx closes after 3 requests; its client sends a fourth",
        zh: "nginx 处理 3 个请求后关闭，客户端发送了第 4 个"),
      steps: [.on(.client, .connect(port: 8080, expecting: .success))]
        + (0..<3).flatMap { _ in exchange } + late,
      expected: .init(sender: .server, atLeast: .certain, error: .brokenPipe),
      server: .real(
        Scenario.RealServer(
          .nginx, port: 8080, ["keepalive_requests 3;"],
          standIn: Scenario.StandIn(requestLimit: 3)))),
  ])

  static let exchange: [Scenario.Step] = [
    .on(.client, .sendText(connection: 0, get, expecting: .success)),
    .on(.client, .receiveResponse(connection: 0, expecting: .success)),
  ]

  private static let late: [Scenario.Step] = [
    .wait(.milliseconds(100)), .on(.client, .sendText(connection: 0, get, expecting: .success)),
    .wait(.milliseconds(100)),
    .on(.client, .sendText(connection: 0, get, expecting: .error(.brokenPipe))),
  ]

  private static func closed(
    _ status: String = "HTTP/1.1 200", messages: Int = 3, announces: Bool = true,
    idle: Double = 0.01
  ) -> SentReset {
    Sample.sent("TCP_TIMEWAIT_SOCKET") {
      $0.fromTimeWait = true
      $0.trigger = Sample.segment(bytes: 80, "GET /a HTTP/1.1")
      $0.closure = Sample.closure(ago: 0.1) {
        $0.exchange(lastReceived: 0.1 + idle, lastSent: 0.1 + idle)
        $0.dialogue = Dialogue(
          heardMessages: messages, heard: Array("GET /".utf8), said: Array(status.utf8),
          seesSaid: true, announcesClose: announces)
      }
    }
  }

  private static func earlier(_ counts: Int...) -> [ServerClose] {
    counts.map {
      ServerClose(
        time: Sample.ago(60), netns: 1, server: Sample.server, idle: .zero, messages: $0)
    }
  }

  public static let examples: [Example] = [
    .hit("the last response said Connection: close", .certain, Evidence(sent: closed())),
    .hit(
      "not announced, but three closes after three requests", .certain,
      Evidence(sent: closed(announces: false), serverCloses: earlier(3, 3))),
    .hit(
      "only the client's half, which saw the announcement", .likely,
      Evidence(
        received: Sample.received(.closeWait, error: .brokenPipe) {
          $0.exchange(lastReceived: 0.1, lastSent: 0.001)
          $0.peerClosedAt = Sample.ago(0.1)
          $0.dialogue = Dialogue(
            heardMessages: 3, heard: Array("HTTP/1.1 200".utf8), announcesClose: true)
        })),
    .miss(
      "neither announced nor the same count",
      Evidence(sent: closed(announces: false), serverCloses: earlier(1, 7))),
    .miss(
      "an error response closes the connection", Evidence(sent: closed("HTTP/1.1 413"))),
    .miss(
      "an idle time-out, with the same count by chance",
      Evidence(
        sent: closed(announces: false, idle: 65),
        serverCloses: Sample.idleCloses(.seconds(65), .seconds(65)))),
  ]
}
