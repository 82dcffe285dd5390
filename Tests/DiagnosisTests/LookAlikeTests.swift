import Facts
import Testing

@testable import Diagnosis

/// Causes that look the same but for one fact: each is told, and becomes the other with that fact.
@Suite struct LookAlikeTests {
  struct Pair: Sendable, CustomTestStringConvertible {
    let one: String
    let other: String
    let example: String
    let change: @Sendable (inout Evidence) -> Void

    var testDescription: String { "\(one), \(other)" }

    init(
      _ one: String, _ other: String, _ example: String,
      _ change: @escaping @Sendable (inout Evidence) -> Void
    ) {
      self.one = one
      self.other = other
      self.example = example
      self.change = change
    }
  }

  static let pairs = [
    Pair("request-too-large", "early-response-close", "413, with 900 bytes unread") {
      $0.sent?.socket?.dialogue.said = Array("HTTP/1.1 401".utf8)
    },
    Pair("request-limit-close", "write-after-close", "the last response said Connection: close") {
      $0.sent?.closure?.socket.dialogue.announcesClose = false
    },
    Pair("session-idle-timeout", "keepalive-race", "a Redis command 20 s after the FIN") {
      $0.sent?.closure?.socket.dialogue.heard = Array("GET / HTTP/1.1".utf8)
      $0.sent?.trigger = Sample.segment(bytes: 80, "GET / HTTP/1.1")
    },
    Pair("graceless-restart", "process-died", "SIGTERM, and another listens 2 s later") {
      $0.restart = nil
    },
    Pair("process-died", "unread-data-at-close", "SIGKILL with a request unread") {
      $0.sent?.exit = nil
      $0.sent?.socket?.openedAt = Sample.ago(100)
    },
    Pair(
      "file-descriptor-exhaustion", "accept-queue-overflow",
      "SYNs are dropped while 1024 of 1024 are open"
    ) { $0.descriptors = Sample.room },
    Pair("admission-limit", "proxy-backend-absent", "closed at once without a word") {
      $0.failedBackend = FailedBackend(
        time: Sample.ago(0.01), destination: Sample.server, error: .connectionRefused)
    },
    Pair("proxy-backend-absent", "admission-limit", "refused a millisecond before the close") {
      $0.failedBackend = nil
    },
    Pair("admission-limit", "unread-data-at-close", "closed at once without a word") {
      $0.sent?.socket?.openedAt = Sample.ago(60)
    },
    Pair("slow-reader-limit", "linger-zero", "the window was closed for a minute") {
      $0.sent?.socket?.windowLimited = nil
    },
    Pair(
      "application-timeout", "write-after-close", "the fourth request that is given up after 30 s"
    ) {
      $0.serverCloses = []
    },
    Pair("shared-socket", "write-after-close", "a child shuts it down; two descriptors") {
      $0.sent?.closure?.by = Sample.curl
    },
    Pair("protocol-mismatch", "early-response-close", "plain HTTP to TLS, with an alert") {
      $0.sent?.socket?.dialogue.said = Array("HTTP/1.1 401".utf8)
      $0.sent?.socket?.exchange(lastReceived: 0.01, lastSent: 0.005)
    },
    Pair("http2-ping-limit", "early-response-close", "GOAWAY for too many pings") {
      $0.sent?.socket?.dialogue.said[16] = 0
    },
    Pair("linger-zero", "unread-data-at-close", "a request is dropped by SO_LINGER 0") {
      $0.sent?.reason = "TCP_ABORT_ON_CLOSE"
      $0.sent?.sites = ["__tcp_close"]
      $0.sent?.socket?.linger = nil
      $0.sent?.socket?.unreadBytes = 100
    },
    Pair(
      "accept-queue-overflow", "listener-closed", "abort on: the listener is full at the last ACK"
    ) {
      $0.sent = Sample.aborted(
        "TCP_STATE", ["tcp_disconnect", "inet_csk_listen_stop"],
        Sample.socket(.closed, was: .established) { $0.wasAccepted = false })
    },
    Pair(
      "accept-queue-overflow", "stale-connection",
      "abort off: the request has expired, the client sends data"
    ) { $0.sent?.overflow = nil },
    Pair(
      "conntrack-invalid", "firewall-reject", "the sender translates the connection for a pod"
    ) {
      $0.sent = nil
      $0.firewall = FirewallReset(
        time: Sample.now, flow: Sample.flow(from: .client), netns: 1, packet: nil, dropped: .ack,
        rules: [FirewallRule(family: "inet", table: "filter", chain: "input", handle: 4)])
    },
    Pair("process-died", "injected-reset", "SIGKILL with a request unread") {
      $0.sent = nil
      $0.received = Sample.received(.established)
      $0.wire = Sample.packet([.rst, .ack], hopLimit: 57)
      $0.livingSender = .established
    },
    Pair(
      "application-timeout", "keepalive-race", "the fourth request that is given up after 30 s"
    ) {
      $0.sent?.trigger = Sample.segment(bytes: 80, "GET / HT")
      $0.sent?.closure = Sample.closure(ago: 0.1) { $0.exchange(lastReceived: 30, lastSent: 30) }
      $0.serverCloses = []
    },
  ]

  @Test(arguments: pairs) func oneFactTellsThemApart(_ pair: Pair) throws {
    let cause = try #require(catalog.first { $0.id == pair.one })
    let example = try #require(cause.examples.first { $0.name == pair.example })
    var evidence = example.evidence
    #expect(diagnose(evidence).cause == pair.one)
    pair.change(&evidence)
    let finding = diagnose(evidence)
    #expect(finding.cause == pair.other)
    #expect(!finding.alternatives.contains { $0.cause == pair.one && $0.confidence > .possible })
  }
}
