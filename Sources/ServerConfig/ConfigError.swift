/// Where a configuration cannot be understood. Holds no text of the file, which may have secrets in it.
public struct ConfigError: Error, Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    case unexpected(Character)
    case unterminatedQuote
    case unterminatedBlock(directive: String)
    case missingSemicolon
    case tooDeep
  }

  public var place: ConfigPlace
  public var problem: Problem

  /// What is wrong, in a few words.
  public var explanation: String {
    switch problem {
    case .unexpected(let character): "unexpected \"\(character)\""
    case .unterminatedQuote: "a quote that is not closed"
    case .unterminatedBlock(let directive): "the block of \"\(directive)\" is not closed"
    case .missingSemicolon: "\";\" or \"{\" is missing"
    case .tooDeep: "blocks or includes are nested too deeply"
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
