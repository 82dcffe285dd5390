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

  /// Hands each packet of these connections, whichever its direction, to `body` with the bytes of its block.
  func run(
    _ flows: Set<Flow>, _ body: (Sight, RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    for (number, file) in files.enumerated() {
      let stream = CaptureStream(try CaptureInput(file), isAlone: true)
      var (reader, offset) = (CaptureReader(), 0)
      while true {
        var failure: Failure?
        stream.block.withBytes { bytes in
          do throws(Failure) {
            while let frame = try? reader.next(bytes, at: &offset) {
              guard let sight = Self.look(frame, bytes, file: number, flows) else { continue }
              try body(sight, bytes)
            }
          } catch { failure = error }
        }
        if let failure { throw failure }
        guard !stream.isAtEnd, stream.failure == nil, stream.canAdvance(past: offset) else { break }
        stream.advance(past: offset)
        offset = 0
      }
    }
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
