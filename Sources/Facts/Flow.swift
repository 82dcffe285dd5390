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
