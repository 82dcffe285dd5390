import Facts
import Testing

@testable import Diagnosis

/// Pairs of the network's causes that look the same from one side: the one fact that tells them apart turns the
/// verdict, in both directions.
@Suite struct NetworkLookAlikeTests {
  struct Pair: CustomTestStringConvertible {
    let testDescription: String
    let first: (evidence: Evidence, cause: String)
    let second: (evidence: Evidence, cause: String)
  }

  @Test(arguments: pairs) func oneFactTurnsTheVerdict(_ pair: Pair) {
    for (evidence, cause) in [pair.first, pair.second] {
      let finding = diagnose(evidence)
      #expect(finding.cause == cause)
      #expect(finding.confidence != .certain || finding.alternatives.isEmpty)
    }
  }

  static let pairs = [
    Pair(
      testDescription:
        "a bare RST after a pause: the server's socket is open, or the server has none",
      first: (foreignAnswer(lives: true), "middlebox-idle-expiry"),
      second: (answer { _ in }, "stale-connection")),
    Pair(
      testDescription: "a bare RST after a pause: a FIN came before it, or none did",
      first: (
        answer {
          $0.closure = Sample.closure(ago: 20) { $0.exchange(lastReceived: 40, lastSent: 40) }
        }, "keepalive-race"
      ),
      second: (answer { _ in }, "stale-connection")),
    Pair(
      testDescription: "no memory of the connection: another backend has it, or nobody does",
      first: (answer(around: { $0.otherOwner = backend }) { _ in }, "backend-moved"),
      second: (answer { _ in }, "stale-connection")),
    Pair(
      testDescription: "no memory of the connection: the sender only translates it, or is its end",
      first: (
        answer(around: { $0.translation = Flow(from: backend, to: Sample.client) }) { _ in },
        "conntrack-invalid"
      ), second: (answer { _ in }, "stale-connection")),
    Pair(
      testDescription: "data that nothing acknowledges: the peer is heard, or it is not",
      first: (unanswered(4000, heard: 1), "path-mtu"),
      second: (unanswered(4000, heard: 12.5), "retransmission-timeout")),
    Pair(
      testDescription: "data after a pause that nothing acknowledges: others are answered, or not",
      first: (unanswered(100, heard: 20, others: 1), "middlebox-idle-expiry"),
      second: (unanswered(100, heard: 20), "retransmission-timeout")),
    Pair(
      testDescription: "data that nothing acknowledges: the connection never worked, or it did",
      first: (neverAnswered, "asymmetric-path"),
      second: (unanswered(100, heard: 12.5), "retransmission-timeout")),
    Pair(
      testDescription: "SYNs that nothing answers: the connection table is full, or it has room",
      first: (connect(tracked: 262144), "conntrack-table-full"),
      second: (connect(tracked: 1000), "retransmission-timeout")),
    Pair(
      testDescription:
        "a SYN-ACK that finds no socket: a raw one is open, or connect() was given up",
      first: (synACK(around: { $0.hasRawSocket = true }) { _ in }, "no-kernel-socket"),
      second: (
        synACK { $0.closure = Sample.closure(.cancelled, ago: 1, by: .client) }, "connect-cancelled"
      )),
    Pair(
      testDescription:
        "a RST for an open connection: another station of the network sent it, or the same",
      first: (foreignAnswer(lives: true, after: 0.5, from: 3), "duplicate-address"),
      second: (foreignAnswer(lives: true, after: 0.5, from: 2), "firewall-reject")),
    Pair(
      testDescription:
        "no descriptor is left: they are connections that the peers closed, or in use",
      first: (noDescriptor(unclosed: 900), "connection-leak"),
      second: (noDescriptor(unclosed: 2), "file-descriptor-exhaustion")),
  ]

  private static func noDescriptor(unclosed: Int) -> Evidence {
    var evidence = Evidence(
      drops: Sample.drops([.listenOverflows: 3, .listenDrops: 3], drops: 3) { $0.queueLength = 2 })
    evidence.descriptors = OpenDescriptors(
      process: Sample.nginx, open: 1024, limit: 1024, unclosed: unclosed)
    return evidence
  }

  private static let backend = Endpoint(Sample.server.address, port: 9090)

  private static func around(
    _ evidence: Evidence, _ change: (inout Surroundings) -> Void
  ) -> Evidence {
    var evidence = evidence
    change(&evidence.surroundings)
    return evidence
  }

  /// The RST that a request gets 40 s after the last exchange.
  private static func answer(
    around change: (inout Surroundings) -> Void = { _ in }, _ sent: (inout SentReset) -> Void
  ) -> Evidence {
    let evidence = Evidence(
      sent: Sample.sent("NO_SOCKET") {
        $0.trigger = Sample.segment(bytes: 100, "GET / HT")
        sent(&$0)
      },
      received: Sample.received(.established) {
        $0.exchange(lastReceived: 40, lastSent: 0)
        $0.unacknowledgedBytes = 100
      })
    return around(evidence, change)
  }

  /// A RST that the peer's TCP has not sent, after a pause; `station` is the last byte of its sender's MAC address,
  /// 2 that of the peer.
  private static func foreignAnswer(
    lives: Bool, after pause: Double = 40, from station: UInt64 = 2
  ) -> Evidence {
    var received = Sample.received(.established) {
      $0.role = .client
      $0.exchange(lastReceived: pause, lastSent: 0.02)
      $0.unacknowledgedBytes = 100
    }
    received.packet = Sample.packet(.rst, hopLimit: 64)
    received.packet?.linkSource = LinkAddress(bits: station)
    received.packet?.habit?.linkSource = LinkAddress(bits: 2)
    var evidence = Evidence(received: received)
    evidence.livingSender = lives ? .established : nil
    return evidence
  }

  private static func unanswered(
    _ bytes: UInt32, heard: Double, others: Int64? = nil
  ) -> Evidence {
    let evidence = Evidence(
      failure: Sample.failure(.established, .timedOut) {
        $0.role = .client
        $0.exchange(lastReceived: heard, lastSent: 12)
        $0.unacknowledgedBytes = bytes
      })
    return around(evidence) { $0.answerToOthers = others.map { .seconds($0) } }
  }

  private static let neverAnswered = Evidence(
    failure: Sample.failure(.established, .timedOut) {
      $0.role = .client
      $0.bytesAcknowledged = 1
      $0.unacknowledgedBytes = 100
      $0.lastSent = Sample.ago(12)
    })

  private static func connect(tracked: Int) -> Evidence {
    Evidence(
      failure: Sample.failedConnect(.timedOut),
      sysctls: [.conntrackCount: tracked, .conntrackMax: 262144])
  }

  private static func synACK(
    around change: (inout Surroundings) -> Void = { _ in }, _ sent: (inout SentReset) -> Void
  ) -> Evidence {
    let evidence = Evidence(
      sent: Sample.sent("NO_SOCKET", by: .client) {
        $0.trigger = Sample.synACK
        sent(&$0)
      })
    return around(evidence, change)
  }
}
