/// One direction of a TCP connection.
public struct Flow: Hashable, Sendable {
  public var source: Endpoint
  public var destination: Endpoint

  public init(from source: Endpoint, to destination: Endpoint) {
    self.source = source
    self.destination = destination
  }

  public var reversed: Flow { Flow(from: destination, to: source) }
}

/// That NAT has two names for one direction of a connection.
public struct Translation: Hashable, Sendable {
  /// As the namespace knows it that the lookup was for.
  public var flow: Flow
  /// As the other side of the NAT knows it.
  public var other: Flow

  public init(of flow: Flow, is other: Flow) {
    self.flow = flow
    self.other = other
  }
}
