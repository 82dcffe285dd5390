import Diagnosis
import Facts
import Testing

/// A finding made by hand.
struct Sample: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let finding: Finding

  init(
    _ name: String, _ client: String? = "10.0.0.1:43526", _ server: String? = "10.0.0.2:80",
    roles: Finding.Roles = .seen, seen: Finding.Seen = .sent, sender: Finding.Sender = .server,
    change: (inout Finding) -> Void
  ) {
    testDescription = name
    var finding = Finding(
      // 2026-11-22T08:48:02.113456789Z
      time: Timestamp(nanoseconds: 1_795_337_282_113_456_789),
      client: client.flatMap { Endpoint($0) },
      server: server.flatMap { Endpoint($0) }, roles: roles, netns: 4_026_531_840, seen: seen,
      sender: sender)
    change(&finding)
    self.finding = finding
  }

  static let all = [
    overflow, race, closedPort, unknown, rolesUnknown, harmless, folded, ipv6, hostile, long,
    failure, timeOut, givenUp, turnedAway,
    advice,
  ]

  static let overflow = Sample("overflow") {
    $0.cause = "accept-queue-overflow"
    $0.confidence = .certain
    $0.harmless = false
    $0.error = .connectionReset
    $0.evidence = [
      Reason(
        "listener-queue", "129 of 128",
        Text(
          en: "129 connections waited to be accepted; the queue holds 128",
          zh: "有 129 个连接等待 accept()，而队列上限为 128")),
      Reason(
        "accept-pause", "2.1 s",
        Text(
          en: "the application had not called accept() for 2.1 s", zh: "应用已有 2.1 秒没有调用 accept()"),
        source: .process),
    ]
    $0.fixes = FakeOverflow.fixes
    $0.kernel = .init(reason: "INVALID_SYN", state: "LISTEN", site: "tcp_check_req")
    $0.clientProcess = Process(pid: 4711, command: "wrk")
    $0.serverProcess = Process(pid: 812, command: "nginx")
  }

  static let race = Sample("race", "127.0.0.1:43526", "127.0.0.1:8080") {
    $0.cause = "keepalive-race"
    $0.confidence = .likely
    $0.harmless = false
    $0.error = .connectionReset
    $0.alternatives = [
      .init("request-limit-close", .possible), .init("stale-connection", .possible),
      .init("write-after-close", .possible), .init("graceless-restart", .possible),
    ]
    $0.evidence = [
      Reason(
        "idle-before-close", "60.002 s",
        Text(
          en: "the server closed the connection after 60.0 s without traffic",
          zh: "连接空闲 60.0 秒后被服务端关闭")),
      Reason(
        "acknowledgment-below-fin", "1 byte",
        Text(
          en: "the request crossed the server's FIN: it did not acknowledge it",
          zh: "请求与服务端的 FIN 交错：请求没有确认该 FIN"), source: .wire),
    ]
    $0.fixes = [
      Fix(
        Text(
          en: "Let the client give up idle connections before the server does.",
          zh: "让客户端先于服务端放弃空闲连接。")),
      Fix(
        Text(
          en: "Or keep them longer on the server than any client does.",
          zh: "或让服务端保留空闲连接的时间长于所有客户端。"),
        command: "keepalive_timeout 75s;", undo: "keepalive_timeout 60s;"),
    ]
    $0.next = [
      NextStep(
        Text(en: "see after how many requests nginx closes", zh: "查看 nginx 在多少个请求后关闭连接"),
        command: "nginx -T | grep -n keepalive_requests", on: .server)
    ]
    $0.kernel = .init(reason: "TCP_ABORT_ON_DATA", state: "FIN_WAIT2", site: nil)
    $0.clientProcess = Process(pid: 99, command: "java")
    $0.serverProcess = Process(pid: 812, command: "nginx")
  }

  static let closedPort = Sample("closed-port", seen: .received) {
    $0.cause = "port-closed"
    $0.confidence = .certain
    $0.harmless = false
    $0.error = .connectionRefused
    $0.evidence = [
      Reason(
        "answered", "SYN",
        Text(en: "the reset answered the very first packet", zh: "RST 是对首个 SYN 的应答"))
    ]
    $0.next = [
      NextStep(
        Text(en: "see what listens on port 80", zh: "查看 80 端口上有哪些监听"),
        command: "ss -ltnp 'sport = :80'", on: .server)
    ]
    $0.kernel = .init(reason: nil, state: "SYN_SENT", site: nil)
    $0.clientProcess = Process(pid: 4711, command: "curl")
  }

  static let unknown = Sample("unknown") {
    $0.evidence = [
      Reason(
        "state", "ESTABLISHED",
        Text(en: "the connection was established and busy", zh: "连接处于已建立状态且正在传输"))
    ]
    $0.kernel = .init(reason: "NOT_SPECIFIED", state: "ESTABLISHED", site: "tcp_v4_do_rcv")
    $0.clientProcess = Process(pid: 4711, command: "wrk")
  }

  static let rolesUnknown = Sample("roles-unknown", roles: .unknown, seen: .wire, sender: .unknown)
  {
    $0.kernel = nil
  }

  static let harmless = Sample("harmless", sender: .client) {
    $0.cause = "expected-close"
    $0.confidence = .certain
    $0.harmless = true
    $0.clientProcess = Process(pid: 4711, command: "curl")
  }
}
