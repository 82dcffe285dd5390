/// The nested conditions (`.if` … `.endif`) that stand above a line (configuration manual, "Conditional blocks").
struct HAProxyCondition {
  enum Answer: Hashable { case yes, no, unknown }

  private struct Level {
    var now: Answer
    /// Whether a branch of this level was taken.
    var taken: Answer
  }

  /// Nobody nests as deeply; HAProxy has a limit of its own.
  private static let deepest = 64

  private var levels: [Level] = []

  /// Whether the lines that follow count.
  var answer: Answer {
    if levels.contains(where: { $0.now == .no }) { return .no }
    return levels.contains { $0.now == .unknown } ? .unknown : .yes
  }

  var isOpen: Bool { !levels.isEmpty }

  /// Takes a line that begins with a dot; gives what is wrong where it cannot stand here.
  mutating func take(_ words: [String]) -> ConfigError.Problem? {
    if levels.count >= Self.deepest, words.first == ".if" { return .tooDeep }
    return isTaken(words) ? nil : .misplacedCondition
  }

  private mutating func isTaken(_ words: [String]) -> Bool {
    switch words.first {
    case ".if":
      let answer = Self.answer(words.dropFirst())
      levels.append(Level(now: answer, taken: answer))
      return true
    case ".elif": return branch(Self.answer(words.dropFirst()))
    case ".else": return branch(.yes)
    case ".endif": return levels.popLast() != nil
    default: return true
    }
  }

  private mutating func branch(_ answer: Answer) -> Bool {
    guard let level = levels.last else { return false }
    var next = level
    switch level.taken {
    case .yes: next.now = .no
    case .no: (next.now, next.taken) = (answer, answer)
    case .unknown: next.now = answer == .no ? .no : .unknown
    }
    levels[levels.count - 1] = next
    return true
  }

  /// Numbers, and nothing at all, decide by themselves; what asks for variables or features does not.
  private static func answer(_ words: ArraySlice<String>) -> Answer {
    guard let word = words.first, !word.isEmpty else { return .no }
    guard words.count == 1, let number = Int(word) else { return .unknown }
    return number == 0 ? .no : .yes
  }
}
