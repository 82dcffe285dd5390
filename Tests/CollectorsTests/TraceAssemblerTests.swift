import Facts
import Testing

@testable import Collectors

/// Facts from trace records: what one record says, and what several say together.
@Suite struct TraceAssemblerTests {
  static let server = Endpoint("10.0.0.2:8080")!
  static let client = Endpoint("10.0.0.1:43526")!
  static let flow = Flow(from: server, to: client)
  static let nginx = Process(pid: 812, command: "nginx")

  private func event(
    _ time: UInt64, _ kind: TraceEvent.Kind, inInterrupt: Bool = false
  ) -> TraceEvent {
    TraceEvent(time: time, thread: 812, inInterrupt: inInterrupt, kind: kind)
  }

  private func change(_ old: TCPState, _ new: TCPState) -> TraceEvent.Kind {
    .state(TraceEvent.StateChange(flow: Self.flow, socket: 7, old: old, new: new))
  }

  private func sent(
    _ reason: String?, _ state: TCPState?, answers: Bool = false
  ) -> TraceEvent.Kind {
    .sent(
      TraceEvent.Sent(
        flow: Self.flow, hasSocket: state != nil, socket: state == nil ? 0 : 7, answers: answers,
        state: state, reason: reason))
  }

  private func facts(_ events: [TraceEvent], as release: EmulatedKernel? = nil) -> [Event] {
    var assembler = TraceAssembler(release: release, callSites: nil)
    let facts = events.flatMap { assembler.add($0, stack: []) { _ in Self.nginx } }
    return facts + assembler.flush()
  }

  @Test func aCloseWithUnreadDataKnowsItsProcessRoleAndStateBefore() throws {
    let facts = facts([
      event(1, change(.synReceived, .established), inInterrupt: true),
      event(5, change(.established, .closed)), event(6, sent("TCP_ABORT_ON_CLOSE", .closed)),
    ])
    guard case .sent(let reset) = try #require(facts.first) else { return }
    #expect(reset.reason == "TCP_ABORT_ON_CLOSE" && !reset.isAnswer && reset.depth == .events)
    #expect(reset.actor == Self.nginx)
    #expect(reset.socket?.stateBeforeClose == .established)
    #expect(reset.socket?.role == .server)
    #expect(reset.socket?.openedAt == Timestamp(nanoseconds: 1))
  }

  @Test func anInterruptBlamesNobody() throws {
    let facts = facts([event(6, sent("NO_SOCKET", nil, answers: true), inInterrupt: true)])
    guard case .sent(let reset) = try #require(facts.first) else { return }
    #expect(reset.actor == nil && reset.socket == nil && reset.isAnswer)
  }

  @Test func theOrderlyCloseBeforeIsRemembered() throws {
    let facts = facts([
      event(1, change(.established, .finWait1)),
      event(9, sent("TCP_TIMEWAIT_SOCKET", .timeWait, answers: true)),
    ])
    guard case .sent(let reset) = try #require(facts.first) else { return }
    #expect(reset.fromTimeWait && reset.closure?.by == Self.nginx)
    #expect(reset.closure?.time == Timestamp(nanoseconds: 1))
  }

  @Test(arguments: [nil, .timeWait, .newSynReceived] as [TCPState?])
  func anOldKernelIsSilentWithoutAFullSocket(_ state: TCPState?) {
    let reset = event(1, sent("NO_SOCKET", state, answers: true))
    #expect(facts([reset], as: EmulatedKernel(6, 9)).isEmpty)
    #expect(facts([reset]).count == 1)
  }

  @Test func anOldKernelGivesNoReason() throws {
    let facts = facts([event(1, sent("TCP_STATE", .established))], as: EmulatedKernel(6, 9))
    guard case .sent(let reset) = try #require(facts.first) else { return }
    #expect(reset.reason == nil && reset.socket?.state == .established)
  }

  @Test func aReceivedResetHasTheStateThatItEndedAndItsError() throws {
    let error = TraceEvent.SocketError(flow: Self.flow, error: .connectionReset)
    let facts = facts([
      event(1, .received(TraceEvent.Received(flow: Self.flow, socket: 7))),
      event(2, change(.closeWait, .closed)), event(3, .error(error)),
    ])
    guard case .received(let reset) = try #require(facts.first) else { return }
    #expect(reset.flow == Self.flow.reversed)
    #expect(reset.socket.state == .closeWait)
    guard case .socketError(let identity, let number, _) = facts[1] else { return }
    #expect(identity == reset.socket.identity && number == .connectionReset)
    #expect(facts.count == 2)
  }
}
