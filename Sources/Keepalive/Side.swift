public import ServerConfig

/// What a hop does with connections to one of its neighbours.
public struct Side: Hashable, Sendable {
  /// What the other end meets when the limit is reached.
  public enum Ending: String, Hashable, Sendable {
    /// A FIN: it is noticed, unless a request crosses it.
    case fin
    /// A RST at that moment: the same, with another error.
    case reset
    /// Nothing; the next packet is answered by a RST.
    case resetOnUse
    /// Nothing at all, and no answer either.
    case silence
  }

  /// Which of several, as `server example.com` or `location /api`; nil where there is one.
  public var label: String?
  public var idle: Known<IdleLimit>
  /// Requests that one connection may carry.
  public var requests: Known<Int>?
  /// How old a connection may become.
  public var age: Known<Duration>?
  /// How often TCP keep-alive asks whether the other side is there.
  public var probes: Known<Duration>?
  public var ending: Ending

  public init(
    label: String? = nil, idle: Known<IdleLimit>, requests: Known<Int>? = nil,
    age: Known<Duration>? = nil, probes: Known<Duration>? = nil, ending: Ending = .fin
  ) {
    self.label = label
    self.idle = idle
    self.requests = requests
    self.age = age
    self.probes = probes
    self.ending = ending
  }

  /// A side of which nothing is known.
  public static let unsaid = Side(idle: Known(nil, .unsaid))
}
