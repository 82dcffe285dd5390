import Diagnosis
import Knowledge
import Linux
import Report

/// A log: its lines counted by kind, and the commonest kinds explained by an example.
struct LogExplanation {
  private let path: String
  private let places: RecordPlaces
  private var groups = LogGroups()

  init(_ path: String, _ places: RecordPlaces) throws(Failure) {
    self.path = path
    self.places = places
    try read()
  }

  private mutating func read() throws(Failure) {
    do throws(LinuxError) {
      let file = try FileDescriptor.open(
        path == "-" ? "/dev/stdin" : path,
        operation: "read \(path == "-" ? "standard input" : path)")
      while true {
        let chunk = try file.read(upTo: 1 << 16)
        if chunk.isEmpty { break }
        groups.add(chunk)
      }
      groups.end()
    } catch { throw Failure(error) }
  }

  func show(_ printer: ArticlePrinter) throws(Failure) {
    let ranked = groups.ranked
    try printer.show(groups.article(path), groups.details)
    for group in ranked.prefix(LogGroups.explained) {
      if !printer.output.json { try printer.write("\n\n") }
      try printer.show(group.example, try SeenSection(group.example, places))
    }
  }
}

/// Lines of a log by what they say and about whom.
struct LogGroups {
  struct Group {
    let example: LineReading
    var count: Int
  }

  private struct Key: Hashable {
    let pattern: String
    let peer: String?
  }

  /// Kinds that are explained in full; the others are only counted.
  static let explained = 5
  private static let limit = 1000

  private var groups: [Key: Group] = [:]
  private var order: [Key] = []
  private var lines = 0
  private var recognized = 0
  private var rest: [UInt8] = []

  mutating func add(_ chunk: [UInt8]) {
    var start = 0
    while let end = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) {
      take(chunk[start..<end])
      start = end + 1
    }
    // A line beyond the limit keeps its beginning only.
    rest += chunk[start...].prefix(max(0, LineReading.limit - rest.count))
  }

  mutating func end() { if !rest.isEmpty { take([]) } }

  private mutating func take(_ piece: ArraySlice<UInt8>) {
    lines += 1
    let line = rest.isEmpty ? piece : rest + piece
    rest = []
    guard let reading = LineReading(line) else { return }
    recognized += 1
    let key = Key(pattern: reading.pattern.id, peer: reading.peer)
    if groups[key] != nil {
      groups[key]?.count += 1
    } else if groups.count < Self.limit {
      groups[key] = Group(example: reading, count: 1)
      order.append(key)
    }
  }

  /// The commonest first; of equals, the one that came first.
  var ranked: [Group] {
    let all = order.compactMap { groups[$0] }
    return all.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map(\.element)
  }

  func article(_ path: String) -> Article {
    let summary = Text(
      en: "\(recognized) of \(lines) lines tell of a failed connection.",
      zh: "\(lines) 行中有 \(recognized) 行与连接失败有关。")
    let kinds = ranked.map { group -> Block in
      let title = group.example.pattern.symptom.title
      let peer = group.example.peer.map { " · \($0)" } ?? ""
      let software = group.example.pattern.software
      return .item(
        Text(
          en: "\(group.count) × \(software)\(peer): \(title.en)",
          zh: "\(group.count) × \(software)\(peer)：\(title.zh)"))
    }
    return Article(
      .log, path, Text(en: "Lines by kind", zh: "按种类统计"),
      [
        Article.Section("summary", nil, [.paragraph(summary)]),
        Article.Section("kinds", nil, kinds),
      ])
  }

  var details: [(key: String, value: JSONValue)] {
    let kinds = ranked.map { group in
      JSONValue.object([
        ("count", .integer(group.count)), ("id", .string(group.example.pattern.id)),
        ("symptom", .string(group.example.pattern.symptom.rawValue)),
        ("peer", .string(orNull: group.example.peer)), ("example", .string(group.example.text)),
      ])
    }
    return [
      (
        "log",
        .object([
          ("lines", .integer(lines)), ("recognized", .integer(recognized)),
          ("kinds", .array(kinds)),
        ])
      )
    ]
  }
}

extension LineReading {
  /// Whom the line is about: the service's address, without the ports of its clients.
  fileprivate var peer: String? {
    switch writer {
    case .server, .kernel: local?.description ?? remote?.host
    default: remote?.description ?? local?.description
    }
  }
}
