import Facts
import Testing

@testable import Diagnosis

/// What a finding says besides its cause.
@Suite struct FindingTests {
  @Test func rolesAreSeenInTheHandshake() {
    let finding = diagnose(Evidence(sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.syn }))
    #expect(finding.roles == .seen)
    #expect(finding.client == Sample.client && finding.server == Sample.server)
    #expect(finding.sender == .server && finding.seen == .sent)
    #expect(finding.error == .connectionRefused && finding.harmless == false)
  }

  @Test func aClientThatResetsIsTheSender() {
    let socket = Sample.socket(.closed, of: .client, was: .established) { $0.linger = .zero }
    let sent = Sample.aborted("TCP_STATE", ["tcp_disconnect", "__tcp_close"], by: .client, socket)
    let finding = diagnose(Evidence(sent: sent))
    #expect(finding.sender == .client)
    #expect(finding.client == Sample.client && finding.server == Sample.server)
    #expect(finding.clientProcess == Sample.curl && finding.serverProcess == nil)
  }

  @Test(
    arguments: [
      (from: 80, to: 45000, listens: false, Finding.Roles.inferred, Finding.Sender.server),
      (45000, 80, false, .inferred, .client), (8080, 40000, false, .inferred, .server),
      (80, 2000, false, .inferred, .server), (40000, 50000, false, .unknown, .server),
      (8080, 9090, false, .unknown, .server), (40000, 50000, true, .inferred, .server),
      (45000, 40000, true, .inferred, .server),
    ] as [(UInt16, UInt16, Bool, Finding.Roles, Finding.Sender)])
  func rolesAreInferredFromListenersAndPorts(
    from: UInt16, to: UInt16, listens: Bool, roles: Finding.Roles, sender: Finding.Sender
  ) {
    let reset = Sample.sent("TCP_OLD_ACK") {
      $0.flow.source.port = from
      $0.flow.destination.port = to
      $0.listener = listens ? Listener() : nil
    }
    let finding = diagnose(Evidence(sent: reset))
    #expect(finding.roles == roles && finding.sender == sender)
  }

  @Test func theErrorIsWhatTheReceiverGot() {
    let sent = Sample.aborted("TCP_ABORT_ON_CLOSE", ["__tcp_close"], Sample.socket(.closed))
    for error in [ErrorNumber.connectionReset, .brokenPipe, nil] {
      let received = Sample.received(.established, error: error)
      #expect(diagnose(Evidence(sent: sent, received: received)).error == error)
    }
  }

  private static func late(_ segment: Segment, _ closure: Closure?) -> Evidence {
    Evidence(
      sent: Sample.sent("TCP_ABORT_ON_DATA") {
        $0.trigger = segment
        $0.closure = closure
      })
  }

  @Test func theErrorFollowsFromWhetherTheFINHadArrived() {
    let closure = Sample.closure(ago: 0.1)
    #expect(diagnose(Self.late(Sample.segment(bytes: 9), closure)).error == .brokenPipe)
    #expect(diagnose(Self.late(Sample.segment(bytes: 9, crossing: true), closure)).error == nil)
    #expect(diagnose(Self.late(Sample.segment(bytes: 9), nil)).error == nil)
    #expect(diagnose(Self.late(Sample.segment(fin: true), closure)).error == nil)
    let stale = Evidence(sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.segment(bytes: 9) })
    #expect(diagnose(stale).error == .connectionReset)
  }

  @Test func theFINsSequenceNumberMayWrapAround() {
    var closure = Sample.closure(ago: 0.1)
    var segment = Sample.segment(bytes: 9)
    for (fin, acknowledgment, expected) in [
      (.max, 0, true), (.max, .max, false), (0, .max, false), (5000, 5001, true),
    ] as [(UInt32, UInt32, Bool)] {
      closure.finSequence = fin
      segment.acknowledgment = acknowledgment
      #expect(closure.isAcknowledged(by: segment) == expected)
    }
  }

  @Test func theProcessIsTheOwnerAndNeverWhoeverRan() {
    let softirq = Sample.sent("NO_SOCKET") {
      $0.trigger = Sample.segment(bytes: 9)
      $0.actor = Process(pid: 3, command: "ksoftirqd/0")
    }
    #expect(diagnose(Evidence(sent: softirq)).serverProcess == nil)
    let destroyed = Sample.sent("TCP_STATE", ["tcp_abort"]) {
      $0.socket = Sample.socket(.established)
      $0.actor = Process(pid: 900, command: "ss")
    }
    #expect(diagnose(Evidence(sent: destroyed)).serverProcess == Sample.nginx)
    let queued = Sample.sent("INVALID_SYN", ["tcp_check_req"]) {
      $0.trigger = Sample.segment()
      $0.listener = Listener(owner: Sample.nginx, queueLength: 2, queueLimit: 1)
    }
    #expect(diagnose(Evidence(sent: queued)).serverProcess == Sample.nginx)
    #expect(diagnose(Evidence(sent: queued)).kernel?.state == "LISTEN")
  }

  @Test func theReceiversHalfAloneSendsTheReaderToTheSender() throws {
    let finding = diagnose(Evidence(received: Sample.received(.established)))
    #expect(finding.seen == .received && finding.kernel?.state == "ESTABLISHED")
    let step = try #require(finding.next.first)
    #expect(
      step.place == .server && step.command == "sudo whyreset watch --address 10.0.0.2 --port 8080")
  }

  @Test func harmlessOnlyWhereNoProgramHoldsTheReceiver() {
    let hits = ExpectedClose.examples.filter { $0.expected != nil }
    let harmless = hits.map { diagnose($0.evidence).harmless }
    #expect(harmless == [true, nil, nil, true])
  }

  @Test func fixesUseTheParametersAsTheyWere() {
    let evidence = Evidence(
      sent: Sample.sent("INVALID_SYN", ["tcp_check_req"]) {
        $0.trigger = Sample.segment()
        $0.listener = Listener(queueLength: 129, queueLimit: 128)
      }, sysctls: [.somaxconn: 128, .abortOnOverflow: 1])
    let commands = diagnose(evidence).fixes.map { [$0.command, $0.undo] }
    #expect(
      commands.contains(["sysctl -w net.core.somaxconn=4096", "sysctl -w net.core.somaxconn=128"]))
    #expect(
      commands.contains([
        "sysctl -w net.ipv4.tcp_abort_on_overflow=0", "sysctl -w net.ipv4.tcp_abort_on_overflow=1",
      ]))
  }

  @Test func whatWasOnItsWayHasTheCauseOfTheFirstReset() {
    var first = Sample.aborted(
      "TCP_ABORT_ON_CLOSE", ["__tcp_close"],
      Sample.socket(.closed, was: .established) { $0.unreadBytes = 10 })
    first.time = Sample.ago(0.5)
    let sent = Sample.sent("NO_SOCKET") { $0.trigger = Sample.segment(bytes: 100) }
    let finding = diagnose(Evidence(sent: sent, origin: first))
    #expect(finding.cause == "unread-data-at-close")
    #expect(finding.time == sent.time && finding.kernel?.reason == "NO_SOCKET")
    #expect(finding.evidence.last?.value == "500 ms")
    #expect(finding.serverProcess == Sample.nginx)
  }

  @Test func aLaterConnectionOfTheSamePortsIsJudgedByItself() {
    var first = Sample.aborted("TCP_STATE", ["tcp_abort"], Sample.socket(.established))
    first.time = Sample.ago(50)
    let sent = Sample.sent("TCP_FLAGS") {
      $0.trigger = Sample.segment(bytes: 10)
      $0.listener = Listener(queueLimit: 1)
      $0.overflow = Sample.ago(7)
    }
    #expect(diagnose(Evidence(sent: sent, origin: first)).cause == "accept-queue-overflow")
  }
}
