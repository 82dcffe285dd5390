/// One line of an HAProxy configuration, cut into words.
public struct HAProxyDirective: Hashable, Sendable {
  /// Never empty. References to environment variables stand in them as written.
  public var words: [String]
  public var place: ConfigPlace
  /// Whether it stands under a condition (`.if`) that the file alone does not decide.
  public var isConditional: Bool

  public init(_ words: [String], at place: ConfigPlace, isConditional: Bool = false) {
    self.words = words
    self.place = place
    self.isConditional = isConditional
  }

  /// The word after the leading ones that are given; nil where those differ or nothing follows.
  func word(after leading: String...) -> String? {
    words.count > leading.count && words.starts(with: leading) ? words[leading.count] : nil
  }

  /// The word after one that stands anywhere behind the first: `backlog` of `bind :80 backlog 100`.
  func argument(_ name: String) -> String? {
    guard let index = words.dropFirst().firstIndex(of: name), index + 1 < words.count else {
      return nil
    }
    return words[index + 1]
  }
}

/// A section of an HAProxy configuration: `frontend www from web`.
public struct HAProxySection: Hashable, Sendable {
  /// `global`, `defaults`, `frontend`, `backend`, `listen` …
  public var keyword: String
  public var name: String?
  /// The `defaults` section that it takes its values from (`from`); nil for the last one above it.
  public var base: String?
  public var place: ConfigPlace
  public var directives: [HAProxyDirective]
  public var isConditional: Bool
}
