/// Reads a whole nginx configuration: the main file and what it includes.
public struct NginxParser {
  /// The files that a pattern of `include` names, with their texts; relative ones are the caller's to resolve.
  public typealias Include = (_ pattern: String) -> [(path: String, text: String)]

  /// What was understood, and what was not; what stands behind an error in the same file is left out.
  public struct Result: Sendable {
    public var directives: [NginxDirective]
    public var errors: [ConfigError]
  }

  /// nginx itself has no limit, and overflows its stack on a file that includes itself.
  private static let deepest = 16
  private static let deepestBlock = 64

  private let include: Include
  private var errors: [ConfigError] = []
  private var lexer: NginxLexer

  /// The directives of `text`, which is the content of `file`.
  public static func parse(
    _ text: String, file: String, include: @escaping Include = { _ in [] }
  ) -> Result { parse(text, file: file, depth: 0, include: include) }

  private static func parse(
    _ text: String, file: String, depth: Int, include: @escaping Include
  ) -> Result {
    var parser = NginxParser(include: include, lexer: NginxLexer(text, file: file))
    let directives = parser.directives(of: nil, depth: depth, level: 0)
    return Result(directives: directives, errors: parser.errors)
  }

  private init(include: @escaping Include, lexer: NginxLexer) {
    self.include = include
    self.lexer = lexer
  }

  /// Directives up to the end of the block that begins in line `owner`, or of the file where that is nil.
  private mutating func directives(
    of owner: Int?, depth: Int, level: Int
  ) -> [NginxDirective] {
    var list: [NginxDirective] = []
    while errors.isEmpty || list.isEmpty {
      do throws(ConfigError) {
        guard let directive = try directive(of: owner, depth: depth, level: level) else {
          return list
        }
        list += directive.name == "include" ? included(directive, depth) : [directive]
      } catch {
        errors.append(error)
        return list
      }
    }
    return list
  }

  /// Nil at the end of the block.
  private mutating func directive(
    of owner: Int?, depth: Int, level: Int
  ) throws(ConfigError) -> NginxDirective? {
    let (token, place) = try lexer.next()
    switch token {
    case .word(let name): return try directive(name, place, depth: depth, level: level)
    case .close where owner != nil: return nil
    case .end:
      guard let owner else { return nil }
      throw ConfigError(.unterminatedBlock(line: owner), at: place)
    case .close: throw ConfigError(.unexpected("}"), at: place)
    case .open: throw ConfigError(.unexpected("{"), at: place)
    case .semicolon: throw ConfigError(.unexpected(";"), at: place)
    }
  }

  private mutating func directive(
    _ name: String, _ start: ConfigPlace, depth: Int, level: Int
  ) throws(ConfigError) -> NginxDirective {
    var arguments: [String] = []
    while true {
      let (token, place) = try lexer.next()
      switch token {
      case .word(let word): arguments.append(word)
      case .semicolon: return NginxDirective(name, arguments, at: start)
      case .open:
        return NginxDirective(
          name, arguments, at: start, block: try block(name, start, depth: depth, level: level))
      case .close, .end: throw ConfigError(.missingSemicolon, at: place)
      }
    }
  }

  private mutating func block(
    _ name: String, _ start: ConfigPlace, depth: Int, level: Int
  ) throws(ConfigError) -> [NginxDirective] {
    if name.hasSuffix("_by_lua_block") {
      try lexer.skipForeignBlock(from: start.line)
      return []
    }
    guard level < Self.deepestBlock else { throw ConfigError(.tooDeep, at: start) }
    return directives(of: start.line, depth: depth, level: level + 1)
  }

  private mutating func included(_ directive: NginxDirective, _ depth: Int) -> [NginxDirective] {
    guard depth < Self.deepest, let pattern = directive.arguments.first else {
      errors.append(ConfigError(.tooDeep, at: directive.place))
      return []
    }
    var list: [NginxDirective] = []
    for file in include(pattern) {
      let result = Self.parse(file.text, file: file.path, depth: depth + 1, include: include)
      list += result.directives
      errors += result.errors
    }
    return list
  }
}
