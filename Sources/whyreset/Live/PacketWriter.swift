import Collectors
import Diagnosis
import Facts
import Linux
import Report
import Wire

/// Writes the packets around each reset. A disk that is full, or any other failure, is told once and ends
/// nothing: the watch goes on, and so does the writing as soon as it can.
struct PacketWriter: ~Copyable {
  /// A reset whose packets are to be written once those after it have passed too.
  private struct Request {
    let finding: Finding
    let flow: Flow
    let due: ContinuousClock.Instant
  }

  /// How long after a finding packets still belong to it.
  private static let after = Duration.milliseconds(300)
  private static let before = Duration.seconds(30)
  /// Of one connection.
  private static let mostPackets = 256

  private var taps: PacketTaps
  private var file: PacketFile
  private let language: Language
  private let comments: TextReport
  private var requests: [Request] = []
  /// In a storm not every connection is of interest, and each search takes a while.
  private var rate = RateLimit(burst: 200, perSecond: 20)
  /// Resets whose packets were not written for that reason.
  private var skipped = 0
  /// Whether the last write failed.
  private var isFailing = false

  init(
    _ path: String, limit: Int, taps: consuming PacketTaps, language: Language
  ) throws(Failure) {
    file = try PacketFile(path, limit: limit, namespaces: taps.namespaces)
    self.taps = taps
    self.language = language
    comments = TextReport(style: Style(language: language))
  }

  /// Readable when packets wait; it must not be closed.
  var descriptor: Int32 { taps.descriptor }

  /// Takes in packets and findings, and writes what is complete.
  mutating func add(_ findings: [Finding]) {
    taps.read()
    for finding in findings {
      guard let client = finding.client, let server = finding.server else { continue }
      guard rate.admits(finding.time) else {
        skipped += 1
        continue
      }
      requests.append(
        Request(
          finding: finding, flow: Flow(from: client, to: server), due: .now + Self.after))
    }
    let due = requests.prefix { $0.due <= .now }
    requests.removeFirst(due.count)
    write(Array(due))
  }

  /// Lets go of a network namespace.
  mutating func leave(_ namespace: UInt32) {
    taps.read()
    taps.leave(namespace)
  }

  /// Writes what still waited, with the packets that come within a moment.
  mutating func end() {
    if !requests.isEmpty { try? Poll.sleep(.milliseconds(100)) }
    taps.read()
    write(requests)
    requests = []
    if skipped > 0 {
      say(
        Text(
          en: "the packets of \(skipped) resets were not written: there were too many at once",
          zh: "有 \(skipped) 次重置的报文没有写入：同一时间发生得太多"))
    }
    let lost = taps.lost
    if lost > 0 {
      say(
        Text(
          en: "\(lost) packets were lost: they came faster than they could be read",
          zh: "丢失了 \(lost) 个报文：报文到来的速度超过了读取速度"))
    }
  }

  private mutating func write(_ due: [Request]) {
    guard !due.isEmpty else { return }
    let packets = taps.take(due.map(\.flow))
    var chosen: [(packet: RecentPackets.Packet, comment: String?)] = []
    for request in due { chosen += choose(request, among: packets) }
    for (packet, comment) in chosen.sorted(by: { $0.packet.time < $1.packet.time }) {
      file.add(
        packet.cooked.bytes + packet.headers, length: packet.cooked.bytes.count + packet.length,
        interface: packet.tap, nanoseconds: packet.time.nanoseconds, comment: comment)
    }
    do throws(LinuxError) {
      try file.flush()
      isFailing = false
    } catch {
      if !isFailing {
        say(
          Text(
            en: "packets not written: \(error); watching goes on", zh: "未能写入报文：\(error)；监视继续进行"))
      }
      isFailing = true
    }
  }

  /// The packets of one connection near its reset, with the verdict on the fatal one.
  private func choose(
    _ request: Request, among packets: [RecentPackets.Packet]
  ) -> [(packet: RecentPackets.Packet, comment: String?)] {
    let time = request.finding.time
    let own = packets.filter {
      ($0.flow == request.flow || $0.flow.reversed == request.flow) && time - $0.time < Self.before
    }
    let resets = own.indices.filter { own[$0].isReset }
    let nearest = resets.min { abs(own[$0].time - time) < abs(own[$1].time - time) }
    let fatal = request.finding.kind == .reset ? nearest : own.indices.last
    let end = min((fatal ?? own.count) + Self.mostPackets / 4, own.count)
    return own.indices.prefix(end).suffix(Self.mostPackets).map { index in
      (own[index], index == fatal ? comments.renderComment(request.finding) : nil)
    }
  }

  private func abs(_ duration: Duration) -> Duration {
    duration < .zero ? .zero - duration : duration
  }

  private func say(_ text: Text) {
    try? Terminal.write("whyreset: \(text(language))\n", to: .error)
  }
}
