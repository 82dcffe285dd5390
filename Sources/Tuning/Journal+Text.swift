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
      lines += ["key \(change.key.rawValue)", "old \(change.old)", "new \(change.new)"]
    }
    if let file {
      lines += ["file-before \(Self.word(file.before))", "file-after \(Self.word(file.after))"]
    }
    if let deadline { lines.append("deadline \(deadline.nanoseconds)") }
    if let guardian { lines.append("guard \(guardian)") }
    lines += notes.map { "note \($0.filter { !$0.isNewline })" }
    return (lines + ["end", ""]).joined(separator: "\n")
  }

  /// Nil where it is not whole, or of another version.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == Self.version[...], lines.suffix(2) == ["end", ""] else { return nil }
    self.init(
      number: -1, state: .applying, time: Timestamp(nanoseconds: 0), boot: "", netns: 0,
      cookie: nil, ofHost: false, changes: [], file: nil, deadline: nil, guardian: nil, notes: [])
    var key: Sysctl?
    var old: String?
    for line in lines.dropFirst().dropLast(2) {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      let value = words.count == 2 ? String(words[1]) : ""
      switch words[0] {
      case "key": key = Sysctl(rawValue: value)
      case "old": old = value
      case "new":
        guard let name = key, let before = old, Assignment.parameter(name) != nil else {
          return nil
        }
        changes.append(Change(key: name, old: before, new: value))
        (key, old) = (nil, nil)
      default: guard read(words[0], value) else { return nil }
      }
    }
    guard number >= 0, key == nil, old == nil else { return nil }
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
    case "note": notes.append(value)
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
