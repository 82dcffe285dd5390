import Facts
import Testing

@testable import Collectors

/// What older kernels would have told of a reset.
@Suite struct EmulatedKernelTests {
  static let flow = Flow(from: Endpoint("10.0.0.2:8080")!, to: Endpoint("10.0.0.1:43526")!)
  static let segment = Segment(sequence: 1, acknowledgment: 1, flags: .ack, payloadLength: 5)
  static let socket = Socket(identity: 7, state: .closed)

  static func reset(
    _ reason: String, answers: Bool = false, socket: Socket? = nil, timeWait: Bool = false,
    listens: Bool = false
  ) -> SentReset {
    SentReset(
      time: Timestamp(nanoseconds: 1), flow: flow, netns: 9, reason: reason,
      trigger: answers ? segment : nil, socket: socket, fromTimeWait: timeWait,
      fromListener: listens)
  }

  @Test(arguments: [
    ("5.15", EmulatedKernel(5, 15)), ("6.8.0-31-generic", EmulatedKernel(6, 8)),
    ("6.1-rc3", EmulatedKernel(6, 1)), ("", nil), ("6", nil), ("6.", nil), ("x.1", nil),
    ("-6.1", nil), ("6.x", nil), ("99999999999999999999.1", nil),
  ])
  func readsItsFirstTwoNumbers(_ text: String, _ release: EmulatedKernel?) {
    #expect(EmulatedKernel(text) == release)
  }

  @Test func comparesByNumberNotByText() {
    #expect(EmulatedKernel(6, 8) < EmulatedKernel(6, 10))
    #expect(EmulatedKernel(5, 15) < EmulatedKernel(6, 1))
  }

  @Test(arguments: [
    (reset("NO_SOCKET", answers: true), false),
    (reset("TCP_TIMEWAIT_SOCKET", answers: true, timeWait: true), false),
    (reset("INVALID_SYN", answers: true, listens: true), true),
    (reset("TCP_STATE", socket: socket), true),
  ])
  func before610OnlyFullSocketsAreToldOfAndNoReason(_ reset: SentReset, _ isTold: Bool) {
    for release in [EmulatedKernel(5, 15), EmulatedKernel(6, 9)] {
      let told = release.telling(reset)
      #expect((told != nil) == isTold)
      #expect(told?.reason == nil)
    }
  }

  @Test func from610To611ActiveResetsHaveNoReason() {
    let active = Self.reset("TCP_ABORT_ON_CLOSE", socket: Self.socket)
    let answer = Self.reset("NO_SOCKET", answers: true)
    #expect(EmulatedKernel(6, 10).telling(active)?.reason == "NOT_SPECIFIED")
    #expect(EmulatedKernel(6, 11).telling(answer)?.reason == "NO_SOCKET")
    #expect(EmulatedKernel(6, 12).telling(active) == active)
  }
}
