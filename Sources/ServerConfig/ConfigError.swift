/// Where a configuration cannot be understood. Holds no text of the file, which may have secrets in it.
public struct ConfigError: Error, Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    case unexpected(Character)
    case expected(String)
    case unterminatedQuote
    case unterminatedBlock(directive: String)
    case missingSemicolon
    case includeTooDeep
    case unreadable(String)
  }

  public var place: ConfigPlace
  public var problem: Problem

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
