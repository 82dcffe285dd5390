/// One directive of an nginx configuration: its name, its arguments, and the directives of its block.
public struct NginxDirective: Hashable, Sendable {
  public var name: String
  public var arguments: [String]
  public var place: ConfigPlace
  /// Nil for a directive without a block.
  public var block: [NginxDirective]?

  public init(
    _ name: String, _ arguments: [String], at place: ConfigPlace, block: [NginxDirective]? = nil
  ) {
    self.name = name
    self.arguments = arguments
    self.place = place
    self.block = block
  }

  /// The directives of that name in its block.
  public func children(_ name: String) -> [NginxDirective] {
    (block ?? []).filter { $0.name == name }
  }

  /// The last directive of that name in its block.
  public func child(_ name: String) -> NginxDirective? { block?.last { $0.name == name } }
}
