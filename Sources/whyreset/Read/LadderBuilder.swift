import Facts
import Report
import Wire

/// Picks the packets of a ladder from those of its connection: the handshake, and what is around the end.
struct LadderBuilder {
  private static let first = 3
  private static let before = 18
  private static let after = 6

  /// The direction from client to server.
  let flow: Flow
  let file: Int
  let fatal: UInt64
  let began: Timestamp
  private var start: [Ladder.Step] = []
  private var recent: [Ladder.Step] = []
  private var omitted = 0
  private var later = 0
  private var origins: [UInt32?] = [nil, nil]

  init(flow: Flow, file: Int, fatal: UInt64, began: Timestamp) {
    self.flow = flow
    self.file = file
    self.fatal = fatal
    self.began = began
  }

  /// Takes in a packet of its connection.
  mutating func add(_ sight: CaptureReview.Sight) {
    let time = Timestamp(nanoseconds: sight.frame.time)
    guard sight.file == file, time >= began, later < Self.after else { return }
    if sight.frame.number > fatal { later += 1 }
    let isFromClient = sight.flow == flow
    note(sight.packet.tcp, isFromClient)
    let step = step(sight, isFromClient, time)
    if start.count < Self.first {
      start.append(step)
      return
    }
    recent.append(step)
    if sight.frame.number <= fatal, recent.count > Self.before {
      recent.removeFirst()
      omitted += 1
    }
  }

  private mutating func note(_ tcp: TCPHeader, _ isFromClient: Bool) {
    let (own, peer) = isFromClient ? (0, 1) : (1, 0)
    if !tcp.flags.contains(.rst), origins[own] == nil { origins[own] = tcp.sequence }
    if tcp.flags.contains(.ack), origins[peer] == nil { origins[peer] = tcp.acknowledgment }
  }

  private func step(
    _ sight: CaptureReview.Sight, _ isFromClient: Bool, _ time: Timestamp
  ) -> Ladder.Step {
    let tcp = sight.packet.tcp
    let (own, peer) = isFromClient ? (origins[0], origins[1]) : (origins[1], origins[0])
    let hasACK = tcp.flags.contains(.ack)
    return Ladder.Step(
      frame: sight.frame.number, time: time, isFromClient: isFromClient, flags: tcp.flags.names,
      sequence: tcp.sequence &- (own ?? tcp.sequence),
      acknowledgment: hasACK ? tcp.acknowledgment &- (peer ?? tcp.acknowledgment) : nil,
      length: sight.packet.payloadLength, isFatal: sight.frame.number == fatal)
  }

  var ladder: Ladder {
    var ladder = Ladder()
    ladder.steps = start + recent
    ladder.omitted = omitted
    return ladder
  }
}

extension TCPHeader.Flags {
  /// `SYN, ACK`; the letters of none are none.
  var names: String {
    let all: [(TCPHeader.Flags, String)] = [
      (.syn, "SYN"), (.fin, "FIN"), (.rst, "RST"), (.psh, "PSH"), (.ack, "ACK"),
    ]
    return all.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
