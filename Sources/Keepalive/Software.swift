/// A client, proxy, server or cloud product, with its defaults and the way to change them.
public struct Software: Hashable, Sendable {
  public var id: String
  /// Other words for it.
  public var aliases: [String]
  public var title: String
  /// How it treats its clients; nil where it has none.
  public var server: Side?
  /// How it treats the servers that it connects to; nil where it connects to none.
  public var client: Side?
  public var serverChange: ChangeSyntax?
  public var clientChange: ChangeSyntax?
  /// Whether one setting holds for both sides.
  public var sharesItsLimit = false
  /// Whether it is a provider's, which many depend on: better change the other side.
  public var isManaged = false
  /// Whether it passes packets on without ending connections: a NAT, a firewall, a layer-4 balancer. Its limit is
  /// that of `server`.
  public var isMiddlebox = false

  /// One that is known by its name alone.
  public static func unknown(_ name: String) -> Software {
    Software(id: name, aliases: [], title: name, server: .unsaid, client: .unsaid)
  }
}

/// How a limit is written in a software's own words.
public struct ChangeSyntax: Hashable, Sendable {
  /// The line, with `{s}` for whole seconds, `{ms}` for milliseconds, `{span}` for either with its
  /// unit (`60s`, `1500ms`), and `{go}` for Go (`60 * time.Second`).
  public var template: String
  /// What it accepts, where it is known to be bounded.
  public var range: ClosedRange<Duration>?

  public init(_ template: String, range: ClosedRange<Duration>? = nil) {
    self.template = template
    self.range = range
  }

  /// Whether it takes fractions of a second.
  public var isFine: Bool { !template.contains("{s}") }

  /// The line that sets the limit.
  public func line(_ limit: Duration) -> String {
    let milliseconds = limit.wholeMilliseconds
    let isWhole = milliseconds % 1000 == 0
    let seconds = "\(limit.components.seconds)"
    return
      template
      .replacing("{s}", with: seconds)
      .replacing("{ms}", with: "\(milliseconds)")
      .replacing("{span}", with: isWhole ? "\(seconds)s" : "\(milliseconds)ms")
      .replacing(
        "{go}",
        with: isWhole ? "\(seconds) * time.Second" : "\(milliseconds) * time.Millisecond")
  }
}
