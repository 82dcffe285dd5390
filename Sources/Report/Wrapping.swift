/// A stretch of text of one kind.
public struct Run: Sendable {
  var text: String
  var ink = Ink.plain

  public init(_ text: String, _ ink: Ink = .plain) {
    self.text = text
    self.ink = ink
  }
}

extension [Run] {
  /// The runs broken into lines of at most so many columns; the first line may have fewer.
  ///
  /// Lines break at spaces, and beside Chinese characters except where their punctuation forbids it
  /// (GB/T 15834); a no-break space keeps its two words together. A longer word is cut.
  func wrapped(columns: Int, first: Int? = nil) -> [[Run]] {
    var lines = LineFiller(columns: Swift.max(columns, 2), first: Swift.max(first ?? columns, 2))
    var chunk: [Atom] = []
    for atom in atoms {
      if !atom.isGlued, !chunk.isEmpty {
        lines.add(chunk)
        chunk = []
      }
      chunk.append(atom)
    }
    if !chunk.isEmpty { lines.add(chunk) }
    return lines.lines
  }

  private var atoms: [Atom] {
    var atoms: [Atom] = []
    var last: Character = " "
    for run in self {
      for character in run.text {
        defer { last = character }
        if character == " " { continue }
        let mayBreak = Character.mayBreak(between: last, and: character)
        if !mayBreak, let end = atoms.indices.last, atoms[end].ink == run.ink {
          atoms[end].append(character)
        } else {
          atoms.append(Atom(character, run.ink, afterSpace: last == " ", isGlued: !mayBreak))
        }
      }
    }
    return atoms
  }
}

/// The smallest piece that wrapping moves: a word, or one Chinese character.
private struct Atom {
  private(set) var text: String
  private(set) var width: Int
  let ink: Ink
  let afterSpace: Bool
  /// Whether it must stay on the line of the atom before it.
  let isGlued: Bool

  init(_ character: Character, _ ink: Ink, afterSpace: Bool, isGlued: Bool) {
    text = String(character)
    width = character.displayWidth
    self.ink = ink
    self.afterSpace = afterSpace
    self.isGlued = isGlued
  }

  mutating func append(_ character: Character) {
    text.append(character)
    width += character.displayWidth
  }
}

/// Lines under construction.
private struct LineFiller {
  let columns: Int
  let first: Int
  private(set) var lines: [[Run]] = [[]]
  private var used = 0

  init(columns: Int, first: Int) {
    self.columns = columns
    self.first = first
  }

  private var limit: Int { lines.count == 1 ? first : columns }

  mutating func add(_ chunk: [Atom]) {
    let width = chunk.reduce(0) { $0 + $1.width }
    let gap = chunk[0].afterSpace && used > 0 ? 1 : 0
    if used > 0, used + gap + width > limit { breakLine() }
    if used == 0, width > limit { return cut(chunk) }
    for (index, atom) in chunk.enumerated() {
      place((index == 0 && gap == 1 && used > 0 ? " " : "") + atom.text, atom.ink)
    }
  }

  private mutating func cut(_ chunk: [Atom]) {
    for atom in chunk {
      for character in atom.text {
        if used > 0, used + character.displayWidth > limit { breakLine() }
        place(String(character), atom.ink)
      }
    }
  }

  private mutating func place(_ text: String, _ ink: Ink) {
    used += text.displayWidth
    let line = lines.count - 1
    if let end = lines[line].indices.last, lines[line][end].ink == ink {
      lines[line][end].text += text
    } else {
      lines[line].append(Run(text, ink))
    }
  }

  private mutating func breakLine() {
    lines.append([])
    used = 0
  }
}

extension Character {
  fileprivate static func mayBreak(between last: Character, and next: Character) -> Bool {
    if last == " " { return true }
    if last == "\u{a0}" || next == "\u{a0}" { return false }
    guard last.displayWidth == 2 || next.displayWidth == 2 else { return false }
    return !opening.contains(last) && !closing.contains(next)
  }

  /// What must not end a line.
  private static let opening: Set<Character> = [
    "（", "「", "『", "《", "【", "“", "‘", "(", "[", "\"", "→", "↔",
  ]

  /// What must not begin a line.
  private static let closing: Set<Character> = [
    "，", "。", "；", "：", "、", "！", "？", "）", "」", "』", "》", "】", "”", "’", "…", "—",
    ",", ".", ";", ":", "!", "?", ")", "]", "%",
  ]
}
