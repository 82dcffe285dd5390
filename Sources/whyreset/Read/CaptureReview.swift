import Facts
import Linux
import Wire

/// A second look at captures, for the packets of connections that turned out to be of interest.
struct CaptureReview {
  /// One packet of them.
  struct Sight {
    let file: Int
    let frame: CapturedFrame
    let packet: Packet
    let flow: Flow
  }

  let files: [String]

  /// Standard input cannot be read twice.
  var isPossible: Bool { !files.contains("-") }

  /// Hands each packet of these connections, whichever its direction, to `body` with the bytes of its block, in order
  /// of time.
  func run(
    _ flows: Set<Flow>, _ body: (Sight, RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    var cursors: [ReviewCursor] = []
    for file in files { cursors.append(try ReviewCursor(file)) }
    while let number = Self.earliest(cursors), let frame = cursors[number].frame {
      var failure: Failure?
      cursors[number].withBytes { bytes in
        do throws(Failure) {
          guard let sight = Self.look(frame, bytes, file: number, flows) else { return }
          try body(sight, bytes)
        } catch { failure = error }
      }
      if let failure { throw failure }
      cursors[number].advance()
    }
  }

  private static func earliest(_ cursors: [ReviewCursor]) -> Int? {
    var best: (number: Int, time: Int64)?
    for (number, cursor) in cursors.enumerated() {
      guard let time = cursor.frame?.time else { continue }
      if best.map({ time < $0.time }) ?? true { best = (number, time) }
    }
    return best?.number
  }

  private static func look(
    _ frame: CapturedFrame, _ bytes: RawSpan, file: Int, _ flows: Set<Flow>
  ) -> Sight? {
    guard let type = LinkType(rawValue: UInt32(frame.linkType)),
      case .tcp(let packet)? = try? Dissection(bytes.extracting(frame.bytes), type)
    else { return nil }
    let source = Endpoint(IPAddress(v6: packet.ip.source), port: packet.tcp.sourcePort)
    let target = Endpoint(IPAddress(v6: packet.ip.destination), port: packet.tcp.destinationPort)
    let flow = Flow(from: source, to: target)
    guard flows.contains(flow) || flows.contains(flow.reversed) else { return nil }
    return Sight(file: file, frame: frame, packet: packet, flow: flow)
  }
}

/// Where in one capture a second look is.
private final class ReviewCursor {
  private let stream: CaptureStream
  private var reader = CaptureReader()
  private var offset = 0
  /// The packet that is next; nil at the end.
  private(set) var frame: CapturedFrame?

  init(_ file: String) throws(Failure) {
    stream = CaptureStream(try CaptureInput(file), isAlone: false)
    advance()
  }

  /// The bytes that the frame's positions are of.
  func withBytes(_ body: (RawSpan) -> Void) { stream.block.withBytes(body) }

  func advance() {
    while true {
      var (reader, offset) = (reader, offset)
      frame = stream.block.withBytes { (try? reader.next($0, at: &offset)) ?? nil }
      (self.reader, self.offset) = (reader, offset)
      guard frame == nil, !stream.isAtEnd, stream.failure == nil,
        stream.canAdvance(past: offset)
      else { return }
      stream.advance(past: offset)
      self.offset = 0
    }
  }
}
