public import Diagnosis

/// One page of the reference as a value: what text, Markdown and JSON are printed from.
public struct Article: Sendable {
  /// What a page is about.
  public enum Kind: String, Sendable, CaseIterable {
    case parameter, counter, resetReason, dropReason, state, error, concept, cause, line, log
  }

  public struct Section: Sendable {
    /// A stable English id for scripts: `default`, `wrong-advice`.
    public let id: String
    /// Nil for what stands right under the title.
    public let heading: Text?
    public let blocks: [Block]

    public init(_ id: String, _ heading: Text?, _ blocks: [Block]) {
      self.id = id
      self.heading = heading
      self.blocks = blocks
    }
  }

  public let kind: Kind
  public let id: String
  public let title: Text
  /// What it belongs to, where that says more than its kind.
  public let group: Text?
  public var sections: [Section]

  /// Sections without blocks are left out.
  public init(
    _ kind: Kind, _ id: String, _ title: Text, group: Text? = nil, _ sections: [Section?]
  ) {
    self.kind = kind
    self.group = group
    self.id = id
    self.title = title
    self.sections = sections.compactMap(\.self).filter { !$0.blocks.isEmpty }
  }
}

/// A paragraph or a list item, and lines of code under it.
public struct Block: Sendable {
  public let text: Text
  public let code: [Text]
  public let isItem: Bool
  /// The id of the page that the item is about.
  public let link: String?

  public static func paragraph(_ text: Text) -> Block {
    Block(text: text, code: [], isItem: false, link: nil)
  }

  public static func item(_ text: Text, code: [Text] = [], link: String? = nil) -> Block {
    Block(text: text, code: code, isItem: true, link: link)
  }
}

extension Article.Section {
  /// A section of one paragraph; nil without a text.
  static func text(_ id: String, _ heading: Text?, _ text: Text?) -> Article.Section? {
    text.map { Article.Section(id, heading, [.paragraph($0)]) }
  }
}
