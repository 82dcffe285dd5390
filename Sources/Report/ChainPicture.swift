internal import Keepalive
internal import ServerConfig

/// A chain in a line, or in several where it is long: `go ─300 s─✗─65 s─ nginx`.
struct ChainPicture {
  let chain: Chain
  let columns: Int

  var lines: [String] {
    var lines = [""]
    for piece in pieces {
      if lines[lines.count - 1].isEmpty == false,
        lines[lines.count - 1].displayWidth + piece.displayWidth > columns
      {
        lines.append("  ")
      }
      lines[lines.count - 1] += piece
    }
    return lines
  }

  /// Each hop with the link to it.
  private var pieces: [String] {
    var pieces: [String] = []
    let ends = chain.hops.indices.filter { !chain.hops[$0].isMiddlebox }
    for (index, hop) in ends.enumerated() {
      let name = chain.hops[hop].name
      guard index > 0 else { pieces.append(name); continue }
      pieces.append(link(from: ends[index - 1], to: hop) + " " + name)
    }
    return pieces
  }

  private func link(from left: Int, to right: Int) -> String {
    let judged = chain.judged.first { $0.link.client.hop == left }
    guard let judged else { return " ─?─" }
    let client = ChainWords.shortLimit(chain.client(of: judged.link).idle.value)
    let server = ChainWords.shortLimit(chain.server(of: judged.link).idle.value)
    let boxes = judged.link.between.map { hop in
      let limit = ChainWords.shortLimit(chain.hops[hop].servers[0].idle.value)
      return "[\(chain.hops[hop].name) \(limit)]─"
    }.joined()
    return " ─\(client)─\(boxes)\(ChainWords.mark(judged.verdict))─\(server)─"
  }
}

/// A timer of a link, for a drawing.
struct TimerRow {
  var name: String
  var setting: Known<IdleLimit>

  var time: Duration? {
    if case .after(let time)? = setting.value { time } else { nil }
  }

  /// The client's, those between, and the server's.
  static func rows(of link: Link, in chain: Chain) -> [TimerRow] {
    func row(_ hop: Int, _ side: Side) -> TimerRow {
      let name = [chain.hops[hop].name, side.label].compactMap(\.self).joined(separator: ", ")
      return TimerRow(name: name, setting: side.idle)
    }
    return [row(link.client.hop, chain.client(of: link))]
      + link.between.map { row($0, chain.hops[$0].servers[0]) }
      + [row(link.server.hop, chain.server(of: link))]
  }

  /// The part of the longest time, of so many units.
  func width(_ longest: Duration, columns: Int) -> Int {
    switch setting.value {
    case .after(let time):
      max(1, Int((longest > .zero ? time / longest : 0) * Double(columns)))
    case .never: columns
    case .unkept, nil: 0
    }
  }

  /// A bar whose length is the part of the longest time.
  func bar(_ longest: Duration, columns: Int) -> String {
    switch setting.value {
    case .after(let time):
      let part = longest > .zero ? time / longest : 0
      return String(repeating: "━", count: max(1, Int((part * Double(columns)).rounded())))
    case .never: return String(repeating: "━", count: columns - 1) + "▶"
    case .unkept: return "╸"
    case nil: return "?"
    }
  }
}
