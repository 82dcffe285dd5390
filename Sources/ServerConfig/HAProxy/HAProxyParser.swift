/// Cuts HAProxy's configuration files into sections.
public struct HAProxyParser {
  /// What was understood, and what was not; a line that was not is left out.
  public struct Result: Sendable {
    public var sections: [HAProxySection]
    public var errors: [ConfigError]
  }

  /// Each of these as the first word of a line begins a section.
  private static let keywords: Set<String> = [
    "global", "defaults", "frontend", "backend", "listen", "peers", "resolvers", "userlist",
    "mailers", "program", "http-errors", "ring", "cache", "fcgi-app", "log-forward", "traces",
    "crt-store", "log-profile", "acme", "namespace_list",
  ]

  private var sections: [HAProxySection] = []
  private var errors: [ConfigError] = []
  private var condition = HAProxyCondition()

  /// The sections of several files, which HAProxy reads as if they were one; a section ends with its file.
  public static func parse(_ files: [(path: String, text: String)]) -> Result {
    var parser = HAProxyParser()
    for file in files { parser.read(file.text, file: file.path) }
    return Result(sections: parser.sections, errors: parser.errors)
  }

  private init() {}

  private mutating func read(_ text: String, file: String) {
    let first = sections.count
    condition = HAProxyCondition()
    var number = 0
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      do throws(ConfigError) {
        let words = try HAProxyLexer.words(of: Substring(line), file: file, line: number)
        try take(words, at: ConfigPlace(file: file, line: number, column: 1), since: first)
      } catch {
        errors.append(error)
      }
    }
    if condition.isOpen {
      let place = ConfigPlace(file: file, line: number, column: 1)
      errors.append(ConfigError(.unterminatedCondition, at: place))
    }
  }

  private mutating func take(
    _ words: [String], at place: ConfigPlace, since first: Int
  ) throws(ConfigError) {
    guard let keyword = words.first, !keyword.isEmpty else { return }
    if keyword.hasPrefix(".") {
      if let problem = condition.take(words) { throw ConfigError(problem, at: place) }
      return
    }
    let answer = condition.answer
    guard answer != .no else { return }
    if Self.keywords.contains(keyword) {
      sections.append(HAProxySection(words, at: place, isConditional: answer == .unknown))
      return
    }
    guard sections.count > first else { throw ConfigError(.outsideSection, at: place) }
    sections[sections.count - 1].directives.append(
      HAProxyDirective(words, at: place, isConditional: answer == .unknown))
  }
}

extension HAProxySection {
  /// `defaults NAME from BASE`.
  fileprivate init(_ words: [String], at place: ConfigPlace, isConditional: Bool) {
    keyword = words[0]
    self.place = place
    directives = []
    self.isConditional = isConditional
    let rest = words.dropFirst()
    let from = rest.firstIndex(of: "from")
    base = from.flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    name = from == 1 && words.count == 3 ? nil : rest.first
  }
}
