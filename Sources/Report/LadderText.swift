internal import Diagnosis
internal import Facts

/// A ladder in plain characters: the client's line on the left, the server's on the right, a row a packet.
public struct LadderText: Sendable {
  public let ladder: Ladder
  public let client: String
  public let server: String

  public init(_ ladder: Ladder, client: String, server: String) {
    self.ladder = ladder
    self.client = client
    self.server = server
  }

  private static let timeColumns = 11
  private static let markColumns = 10

  /// Each line ended by a newline, no wider than the style.
  public func render(_ style: Style) -> String {
    let room = style.measure - Self.timeColumns - Self.markColumns - 2
    var lines = [heads(room, style)]
    for (index, step) in ladder.steps.enumerated() {
      if index == ladder.firstSteps, ladder.omitted > 0 { lines.append(gap(room, style)) }
      lines.append(row(step, after: index > 0 ? ladder.steps[index - 1] : nil, room, style))
    }
    return lines.map { $0.trimmed + "\n" }.joined()
  }

  private func heads(_ room: Int, _ style: Style) -> String {
    let space = max(1, room + 2 - client.displayWidth - server.displayWidth)
    let names = client.sanitized + spaces(space) + server.sanitized
    return spaces(Self.timeColumns) + style.paint(names, .faint)
  }

  private func gap(_ room: Int, _ style: Style) -> String {
    let text = Text(en: "... \(ladder.omitted) more ...", zh: "…… 另有 \(ladder.omitted) 个 ……")(
      style.language)
    let left = max(0, (room - text.displayWidth) / 2)
    let right = max(0, room - left - text.displayWidth)
    return spaces(Self.timeColumns) + "|" + spaces(left) + style.paint(text, .faint)
      + spaces(right) + "|"
  }

  private func row(
    _ step: Ladder.Step, after previous: Ladder.Step?, _ room: Int, _ style: Style
  ) -> String {
    let since = previous.map { "+" + (step.time - $0.time).shortText } ?? "0"
    let time = spaces(Self.timeColumns - 1 - since.displayWidth) + since + " "
    let arrow = arrow(step, room)
    let ink: Ink = step.isFatal ? .strong : .plain
    return style.paint(time, .faint) + "|" + style.paint(arrow, ink) + "|"
      + style.paint(mark(step, style.language), ink)
  }

  private func mark(_ step: Ladder.Step, _ language: Language) -> String {
    if step.isFatal { return Text(en: " << fatal", zh: " << 致命")(language) }
    switch step.fate {
    case .arrives: return ""
    case .lost: return Text(en: " lost", zh: " 丢失")(language)
    case .madeBetween: return Text(en: " forged", zh: " 伪造")(language)
    }
  }

  /// The arrow in so many columns; what is lost, or comes from between the two, has half a way.
  private func arrow(_ step: Ladder.Step, _ room: Int) -> String {
    let line: Character = step.isFatal ? "=" : "-"
    let words = " \(words(step)) ".prefix(room - 6)
    let isWhole = step.fate == .arrives
    let length = isWhole ? room : max(words.count + 6, room * 5 / 8)
    let fill = String(repeating: line, count: max(0, length - 4 - words.count))
    let tip = step.fate == .lost ? "x" : step.isFromClient ? ">" : "<"
    let tail = step.fate == .madeBetween ? "*" : String(line)
    let out = "\(tail)\(line)\(line)\(words)\(fill)"
    let back = "\(fill)\(words)\(line)\(line)\(tail)"
    let drawn = step.isFromClient ? out + tip : tip + back
    let rest = spaces(room - drawn.count)
    // What began at an end is drawn from there, what came to one is drawn to there.
    let startsLeft = step.isFromClient == (step.fate != .madeBetween)
    return startsLeft ? drawn + rest : rest + drawn
  }

  private func words(_ step: Ladder.Step) -> String {
    let acknowledgment = step.acknowledgment.map { " ack \($0)" } ?? ""
    let length = step.length > 0 ? " \(step.length) B" : ""
    return "\(step.flags) seq \(step.sequence)\(acknowledgment)\(length)"
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension Ladder {
  /// How many packets of the beginning are kept before those that are left out.
  public static let handshake = 3
  fileprivate var firstSteps: Int { Self.handshake }
}

extension String {
  fileprivate var trimmed: String {
    lastIndex { $0 != " " }.map { String(self[...$0]) } ?? ""
  }
}

extension Duration {
  /// `12 µs`, `3.4 ms`, `1.2 s`.
  public var shortText: String {
    let microseconds =
      components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    switch microseconds {
    case ..<1000: return "\(microseconds) µs"
    case ..<1_000_000: return "\(microseconds / 1000).\(microseconds / 100 % 10) ms"
    default: return "\(microseconds / 1_000_000).\(microseconds / 100_000 % 10) s"
    }
  }
}
