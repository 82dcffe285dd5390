public import Diagnosis
internal import Facts

/// How text for a person is written: the terminal it goes to and what that person wants to see.
public struct Style: Hashable, Sendable {
  /// Whether ANSI colour is used.
  public var color: Bool
  /// Columns of the terminal.
  public var width: Int
  public var language: Language
  public var verbose: Bool
  /// What is added to UTC to get the reader's local time.
  public var utcOffset: Duration

  public init(
    color: Bool = false, width: Int = 80, language: Language = .english, verbose: Bool = false,
    utcOffset: Duration = .zero
  ) {
    self.color = color
    self.width = width
    self.language = language
    self.verbose = verbose
    self.utcOffset = utcOffset
  }

  /// Columns that lines fill: prose wider than 100 columns is hard to read, below 40 nothing fits.
  var measure: Int { min(max(width, 40), 100) }

  func paint(_ text: String, _ ink: Ink) -> String {
    guard color, let code = ink.code else { return text }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }
}

/// What a piece of text is, which decides how it looks where there is colour.
public enum Ink: Sendable {
  case plain, strong, faint, certain, likely, possible, unknown

  /// The parameters of ANSI's SGR sequence (ECMA-48); nil for the terminal's own colours.
  ///
  /// Green, cyan and magenta are legible on light and dark backgrounds alike; yellow and blue are
  /// not.
  var code: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .faint: "2"
    case .certain: "32"
    case .likely: "36"
    case .possible, .unknown: "35"
    }
  }
}
