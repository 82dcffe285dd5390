/// The same text in each language that the program speaks.
public struct Text: Hashable, Sendable {
  public let en: String
  public let zh: String

  public init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// A text that is the same in all languages: a number, a name.
  public init(_ both: String) { self.init(en: both, zh: both) }

  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .english: en
    case .chinese: zh
    }
  }
}

/// A language of the interface.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}
