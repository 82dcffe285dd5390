internal import Diagnosis
internal import Facts

/// A ladder as SVG: the client's line on the left, the server's on the right, an arrow for each packet.
struct LadderDrawing {
  let ladder: Ladder
  let client: String
  let server: String
  let language: Language

  private static let width = 760
  private static let left = 190
  private static let right = 570
  private static let row = 26
  private static let top = 34

  var svg: String {
    let height = Self.top + Self.row * ladder.steps.count + 12
    let label = Text(en: "Packets around the end", zh: "连接结束前后的报文")(language)
    var svg =
      "<svg viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\" aria-label=\"\(label)\" class=\"ladder\">"
    svg += text(client, Self.left, 18, "end-name", "middle")
    svg += text(server, Self.right, 18, "end-name", "middle")
    for x in [Self.left, Self.right] {
      svg += "<line x1=\"\(x)\" y1=\"26\" x2=\"\(x)\" y2=\"\(height)\" class=\"life\"/>"
    }
    for (index, step) in ladder.steps.enumerated() {
      svg += draw(
        step, y: Self.top + Self.row * index + 16, after: index == 0 ? nil : ladder.steps[index - 1]
      )
    }
    return svg + "</svg>"
  }

  private func draw(_ step: Ladder.Step, y: Int, after previous: Ladder.Step?) -> String {
    let (from, to) = step.isFromClient ? (Self.left, Self.right) : (Self.right, Self.left)
    let inward = step.isFromClient ? -1 : 1
    let kind = step.isFatal ? "fatal" : "packet"
    let tip = to + inward * 2
    var svg = "<g class=\"\(kind)\"><line x1=\"\(from)\" y1=\"\(y)\" x2=\"\(tip)\" y2=\"\(y)\"/>"
    svg += "<path d=\"M\(tip) \(y) l\(inward * 8) -4 v8 z\"/>"
    svg += text(words(step), (Self.left + Self.right) / 2, y - 5, "what", "middle")
    svg += text("#\(step.frame)", Self.right + 12, y + 4, "frame", "start")
    let since = previous.map { "+" + Self.gap(step.time - $0.time) } ?? "0"
    svg += text(since, Self.left - 12, y + 4, "time", "end")
    return svg + "</g>"
  }

  private func words(_ step: Ladder.Step) -> String {
    let acknowledgment = step.acknowledgment.map { "  ack \($0)" } ?? ""
    let length = step.length > 0 ? "  \(step.length) B" : ""
    return "\(step.flags)  seq \(step.sequence)\(acknowledgment)\(length)"
  }

  private func text(_ text: String, _ x: Int, _ y: Int, _ kind: String, _ anchor: String) -> String
  {
    "<text x=\"\(x)\" y=\"\(y)\" class=\"\(kind)\" text-anchor=\"\(anchor)\">\(text.html)</text>"
  }

  private static func gap(_ duration: Duration) -> String {
    let microseconds =
      duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    switch microseconds {
    case ..<1000: return "\(microseconds) µs"
    case ..<1_000_000: return "\(microseconds / 1000).\(microseconds / 100 % 10) ms"
    default: return "\(microseconds / 1_000_000).\(microseconds / 100_000 % 10) s"
    }
  }
}
