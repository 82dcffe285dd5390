import Facts
import Wire

extension CaptureScanner {
  /// So many connections have a process that is known, at most.
  private static var mostProcesses: Int { 65_536 }

  /// Keeps the process that a packet's comment names.
  @inline(never)
  mutating func noteComment(_ frame: CapturedFrame, _ bytes: RawSpan, _ type: LinkType) {
    guard processes.count < Self.mostProcesses,
      case .tcp(let packet)? = try? Dissection(bytes.extracting(frame.bytes), type)
    else { return }
    let place = place(of: PacketEnds(packet))
    guard place.kind == .plain, let number = table.find(place.key, place.hash),
      processes[number]?.isOfLow == nil,
      let process = Process(comment: bytes.extracting(frame.comment))
    else { return }
    let isSource = frame.isOutbound ?? packet.link.isOutbound
    processes[number] = NamedProcess(
      process: process, isOfLow: isSource.map { $0 == (place.direction == 0) })
  }
}

/// A process that a comment names, and whether it is the one of the lower end; nil where that is not said.
struct NamedProcess {
  let process: Process
  let isOfLow: Bool?
}

extension LinkHeader {
  fileprivate var isOutbound: Bool? {
    switch direction {
    case .outgoing: true
    case .toThisHost: false
    default: nil
    }
  }
}

extension Process {
  /// As ptcpdump writes it: `PID: 812`, `Cmd: /usr/sbin/nginx` and more, a line each; nil for other comments.
  init?(comment bytes: RawSpan) {
    let text = String(
      decoding: (0..<min(bytes.byteCount, 4096)).map { bytes.byte(at: $0) }, as: UTF8.self)
    var fields: [Substring: Substring] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].trimmed] = line[line.index(after: colon)...].trimmed
    }
    guard let pid = fields["PID"].flatMap({ Int32($0) }), pid > 0,
      let path = fields["Cmd"] ?? fields["Command"],
      let name = path.split(separator: "/").last
    else { return nil }
    self.init(
      pid: pid, command: String(name.prefix(15)),
      container: fields["ContainerId"].flatMap { $0.isEmpty ? nil : String($0) },
      pod: fields["PodUID"].flatMap { $0.isEmpty ? nil : String($0) })
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " })
    else { return "" }
    return self[first...last]
  }
}
