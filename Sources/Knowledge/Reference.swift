internal import Diagnosis

/// Everything that can be explained, and how it is found.
public struct Reference: Sendable {
  /// What a question leads to.
  public enum Answer: Sendable {
    case one(Topic)
    /// The best first.
    case several([Topic])
    case line(LineReading)
    case unknown(nearest: [Topic])
  }

  public static let standard = Reference()

  /// In the order of the documentation.
  public let topics: [Topic]

  public init() {
    let judged: [Topic] = catalog.map { Topic($0) }
    topics =
      Parameter.all.map { Topic($0) } + CounterEntry.all.map { Topic($0) }
      + KernelReason.all.map { Topic($0) } + (ShortPage.states + ShortPage.errors).map { Topic($0) }
      + ShortPage.concepts.map { Topic($0) } + judged
  }

  /// What somebody means by these words: a name, a part of one, a word of any language, or a line of a log.
  public func find(_ question: String) -> Answer {
    let wanted = Self.normal(question)
    guard !wanted.isEmpty else { return .unknown(nearest: []) }
    let exact = topics.filter { topic in
      ([topic.id] + topic.names).contains { Self.normal($0) == wanted }
    }
    if let only = exact.first { return exact.count == 1 ? .one(only) : .several(exact) }
    let isPhrase = question.contains { $0.isWhitespace || $0 == ":" }
    if isPhrase, !isWords(wanted), let reading = LineReading(question) { return .line(reading) }
    let found = matches(wanted)
    if let only = found.first { return found.count == 1 ? .one(only) : .several(found) }
    if let reading = LineReading(question) { return .line(reading) }
    return .unknown(nearest: nearest(to: wanted))
  }

  /// Whether the question is a name that people give a thing, as `connection reset by peer` is.
  private func isWords(_ wanted: String) -> Bool {
    topics.contains {
      $0.words.contains { Self.normal($0.en) == wanted || Self.normal($0.zh) == wanted }
    }
  }

  /// Topics that have the words in a name, a title or among their words; names first.
  private func matches(_ wanted: String) -> [Topic] {
    let ranked = topics.compactMap { topic -> (Topic, Int)? in
      let names = ([topic.id] + topic.names).map(Self.normal)
      let words = topic.words.flatMap { [Self.normal($0.en), Self.normal($0.zh)] }
      if words.contains(wanted) { return (topic, 0) }
      if names.contains(where: { $0.contains(wanted) }) { return (topic, 1) }
      if words.contains(where: { $0.contains(wanted) }) { return (topic, 2) }
      let title = Self.normal(topic.title.en) + " " + Self.normal(topic.title.zh)
      return title.contains(wanted) ? (topic, 3) : nil
    }
    return [0, 1, 2, 3].flatMap { rank in ranked.filter { $0.1 == rank }.map(\.0) }
  }

  /// The topics whose names differ the least.
  private func nearest(to wanted: String) -> [Topic] {
    guard wanted.count <= 64 else { return [] }
    let distances = topics.map { topic in
      ([topic.id] + topic.names).map { Self.normal($0).editDistance(to: wanted) }.min() ?? .max
    }
    let limit = max(2, wanted.count / 3)
    let near = zip(topics, distances).filter { $0.1 <= limit }.sorted { $0.1 < $1.1 }
    return near.prefix(3).map(\.0)
  }

  /// Lower case, with one kind of separator, and without the path that parameters have as files.
  static func normal(_ text: String) -> String {
    var text = text.lowercased()
    if text.hasPrefix("/proc/sys/") { text = String(text.dropFirst(10)).replacing("/", with: ".") }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
