/// Where a configuration cannot be understood. Holds no text of the file, which may have secrets in it.
public struct ConfigError: Error, Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    /// One of `;`, `{` and `}`.
    case unexpected(Character)
    case unterminatedQuote
    /// A quoted word that goes on after its closing quote.
    case missingBlank
    case unterminatedBlock(line: Int)
    case missingSemicolon
    case tooDeep
    case invalidEscape
    case outsideSection
    case misplacedCondition
    case unterminatedCondition
    /// A known setting whose value is none that is known for it.
    case invalidValue(of: String)
    /// What the reader of YAML says.
    case notYAML(String)
    case unterminatedTag
    case wrongValue(String)
  }

  public var place: ConfigPlace
  public var problem: Problem

  /// What is wrong, in a few words.
  public var explanation: String {
    switch problem {
    case .unexpected(let character): "unexpected \"\(character)\""
    case .unterminatedQuote: "a quote that is not closed"
    case .missingBlank: "a blank or \";\" is missing after a quote"
    case .unterminatedBlock(let line): "the block that begins in line \(line) is not closed"
    case .missingSemicolon: "\";\" or \"{\" is missing"
    case .tooDeep: "blocks or includes are nested too deeply"
    case .invalidEscape: "two hexadecimal digits are missing after \"\\x\""
    case .outsideSection: "no section begins before this line"
    case .misplacedCondition: "there is no \".if\" above this line"
    case .unterminatedCondition: "a \".endif\" is missing"
    case .invalidValue(let setting): "the value of \"\(setting)\" is not understood"
    case .notYAML(let problem): problem
    case .unterminatedTag: "a tag or comment that is not closed"
    case .wrongValue(let expected): "\(expected) is expected here"
    }
  }

  public init(_ problem: Problem, at place: ConfigPlace) {
    self.problem = problem
    self.place = place
  }
}

/// A place in a file; lines and columns begin with 1, and columns count characters.
public struct ConfigPlace: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { "\(file):\(line)" }
}
