import Facts
import Testing

@Suite struct StatusTests {
  /// wait(2): the low seven bits are the signal, 0x80 says that a core was dumped.
  @Test(
    arguments: [
      (0, nil, 0, true), (0x100, nil, 1, false), (0x300, nil, 3, false), (0xff00, nil, 255, false),
      (9, 9, nil, false), (15, 15, nil, false), (0x8b, 11, nil, false), (0x89, 9, nil, false),
    ] as [(Int32, Int32?, Int32?, Bool)])
  func readsTheStatusWord(_ word: Int32, _ signal: Int32?, _ code: Int32?, _ success: Bool) {
    let status = ExitStatus(waitStatus: word)
    #expect(status.signal == signal && status.code == code && status.isSuccess == success)
  }

  @Test(
    arguments: [
      (104, "ECONNRESET"), (32, "EPIPE"), (111, "ECONNREFUSED"), (110, "ETIMEDOUT"),
      (103, "ECONNABORTED"), (113, "EHOSTUNREACH"), (71, "errno 71"), (0, "errno 0"),
    ] as [(Int32, String)])
  func namesErrors(_ number: Int32, _ name: String) {
    #expect(ErrorNumber(rawValue: number).name == name)
  }

  @Test func everyStateHasTheKernelsNumberAndOneName() {
    #expect(TCPState(rawValue: 10) == .listen && TCPState(rawValue: 12) == .newSynReceived)
    #expect(TCPState.allCases.map(\.rawValue) == Array(1...12))
    #expect(Set(TCPState.allCases.map(\.name)).count == 12)
  }

  @Test func statesTellWhoseFINTheyHaveSeen() {
    let peer = TCPState.allCases.filter(\.peerHasClosed)
    let own = TCPState.allCases.filter(\.hasSentFIN)
    #expect(peer == [.timeWait, .closeWait, .lastACK, .closing])
    #expect(own == [.finWait1, .finWait2, .timeWait, .lastACK, .closing])
  }

  @Test func aSYNIsNoSYNACK() {
    let syn = Segment(sequence: 0, acknowledgment: 0, flags: .syn, payloadLength: 0)
    let answer = Segment(sequence: 0, acknowledgment: 1, flags: [.syn, .ack], payloadLength: 0)
    #expect(syn.isSYN && !syn.isSYNACK && answer.isSYNACK && !answer.isSYN)
  }

  @Test func aListenerIsFullAboveItsLimit() {
    #expect(!Listener(queueLength: 1, queueLimit: 1).isFull)
    #expect(Listener(queueLength: 2, queueLimit: 1).isFull)
  }

  @Test func aCloseWasIdleSinceTheLastPayloadEitherWay() {
    let socket = Socket(
      identity: 1, state: .established, lastReceived: Timestamp(nanoseconds: 5_000_000_000),
      lastSent: Timestamp(nanoseconds: 6_000_000_000))
    let time = Timestamp(nanoseconds: 10_000_000_000)
    #expect(Closure(manner: .fin, time: time, socket: socket).idle == .seconds(4))
    let silent = Closure(manner: .fin, time: time, socket: Socket(identity: 1, state: .established))
    #expect(silent.idle == nil)
  }
}
