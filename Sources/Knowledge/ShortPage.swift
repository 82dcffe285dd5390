public import Diagnosis

/// A short page: a socket state, an error number, or a thing of TCP that questions are asked about.
public struct ShortPage: Sendable {
  public let kind: Article.Kind
  public let id: String
  public let title: Text
  public let words: [Text]
  public let paragraphs: [Text]
  /// What to run to see it.
  public let look: String?
  public let causes: [String]
  public let sources: [String]

  public init(
    _ kind: Article.Kind, _ id: String, _ title: Text, words: [Text] = [], _ paragraphs: [Text],
    look: String? = nil, causes: [String] = [], sources: [String]
  ) {
    self.kind = kind
    self.id = id
    self.title = title
    self.words = words
    self.paragraphs = paragraphs
    self.look = look
    self.causes = causes
    self.sources = sources
  }
}
