import Facts
import Linux

/// A journal as a file: a line for each fact, and a last line that says that it is whole.
extension Journal {
  static let version = "whyreset.tune/1"

  var text: String {
    var lines = [
      Self.version, "number \(number)", "state \(state.rawValue)",
      "time \(time.nanoseconds)", "boot \(boot)", "netns \(netns)",
    ]
    if let cookie { lines.append("cookie \(cookie)") }
    if ofHost { lines.append("host") }
    for change in changes {
      lines += ["key \(change.key.rawValue)", "old \(change.old)"]
      lines += change.comment.map { "comment \($0.filter { !$0.isNewline })" }
      lines.append("new \(change.new)")
    }
    if let file {
      lines += ["file-before \(Self.word(file.before))", "file-after \(Self.word(file.after))"]
    }
    if let deadline { lines.append("deadline \(deadline.nanoseconds)") }
    if let guardian { lines.append("guard \(guardian)") }
    if isToBeKept { lines.append("keep") }
    lines += figures.map { "figure \($0.text)" }
    if let ending { lines.append("ending \(ending.text)") }
    return (lines + ["end", ""]).joined(separator: "\n")
  }

  /// Nil where it is not whole, or of another version.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == Self.version[...], lines.suffix(2) == ["end", ""] else { return nil }
    self.init(
      number: -1, state: .applying, time: Timestamp(nanoseconds: 0), boot: "", netns: 0,
      cookie: nil, ofHost: false, changes: [], file: nil, deadline: nil, guardian: nil,
      isToBeKept: false, figures: [], ending: nil)
    guard readLines(lines.dropFirst().dropLast(2)), number >= 0 else { return nil }
  }

  private mutating func readLines(_ lines: some Sequence<Substring>) -> Bool {
    var key: Sysctl?
    var old: String?
    var comment: [String] = []
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      let value = words.count == 2 ? String(words[1]) : ""
      switch words[0] {
      case "key": key = Sysctl(rawValue: value)
      case "old": old = value
      case "comment": comment.append(value)
      case "new":
        guard let name = key, let before = old, Assignment.parameter(name) != nil else {
          return false
        }
        changes.append(Change(key: name, old: before, new: value, comment: comment))
        (key, old, comment) = (nil, nil, [])
      default: guard read(words[0], value) else { return false }
      }
    }
    return key == nil && old == nil
  }

  /// One line of a single fact; false where it makes no sense.
  private mutating func read(_ name: Substring, _ value: String) -> Bool {
    switch name {
    case "number": number = Int(value) ?? -1
    case "state":
      guard let known = State(rawValue: value) else { return false }
      state = known
    case "time", "deadline":
      guard let moment = Int64(value).map({ Timestamp(nanoseconds: $0) }) else { return false }
      if name == "time" { time = moment } else { deadline = moment }
    case "boot": boot = value
    case "netns": netns = UInt64(value) ?? 0
    case "cookie": cookie = UInt64(value)
    case "host": ofHost = true
    case "guard": guardian = Int32(value)
    case "keep": isToBeKept = true
    case "ending": ending = Ending(value)
    case "figure":
      guard let figure = TrialFigure(value) else { return false }
      figures.append(figure)
    case "file-before", "file-after": return readFile(name, value)
    default: return false
    }
    return true
  }

  private mutating func readFile(_ name: Substring, _ value: String) -> Bool {
    guard let contents = Self.contents(value) else { return false }
    var change = file ?? FileChange()
    if name == "file-before" { change.before = contents } else { change.after = contents }
    file = change
    return true
  }

  /// `absent`, or the mode and the bytes in hexadecimal.
  private static func word(_ contents: DurableFile.Contents?) -> String {
    guard let contents else { return "absent" }
    let digits = contents.bytes.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return String(contents.mode, radix: 8) + " " + digits.joined()
  }

  private static func contents(_ word: String) -> DurableFile.Contents?? {
    if word == "absent" { return .some(nil) }
    let parts = word.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let mode = UInt32(parts[0], radix: 8), parts[1].utf8.count % 2 == 0
    else { return nil }
    var bytes: [UInt8] = []
    var digits = parts[1][...]
    while !digits.isEmpty {
      guard let byte = UInt8(digits.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    return .some(DurableFile.Contents(bytes: bytes, mode: mode))
  }
}

extension Journal.Ending {
  /// One word, and the counter's name.
  public var text: String {
    switch self {
    case .rollback: "rollback"
    case .deadline: "deadline"
    case .died: "died"
    case .failed: "failed"
    case .worse(let counter): "worse \(counter)"
    }
  }

  init?(_ text: String) {
    switch text {
    case "rollback": self = .rollback
    case "deadline": self = .deadline
    case "died": self = .died
    case "failed": self = .failed
    default:
      guard text.hasPrefix("worse ") else { return nil }
      self = .worse(String(text.dropFirst("worse ".count)))
    }
  }
}
