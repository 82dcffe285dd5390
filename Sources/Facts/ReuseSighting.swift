/// Something that was seen of how a connection is used again, or left idle.
public struct ReuseSighting: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The client sent a request so long after the answer before it.
    case reuse(Duration)
    /// The server closed, that long after the last payload.
    case serverClose(Duration)
    /// The client did.
    case clientClose(Duration)
    /// The client sent a request although the server had closed.
    case lateRequest
    /// From a client's SYN to its ACK of the SYN-ACK: the way there and back.
    case roundTrip(Duration)
  }

  public var time: Timestamp
  public var client: IPAddress
  public var server: Endpoint
  public var kind: Kind

  public init(time: Timestamp, client: IPAddress, server: Endpoint, kind: Kind) {
    self.time = time
    self.client = client
    self.server = server
    self.kind = kind
  }
}
