extension Scenario {
  /// What lies between the two hosts.
  public enum Path: Hashable, Sendable {
    /// One cable: what is sent arrives as it is.
    case cable
    /// A third host, whose kernel routes what passes by these rules, in this order.
    case router([RouterRule])

    /// Whether the two hosts know a connection by different addresses.
    public var isNAT: Bool {
      guard case .router(let rules) = self else { return false }
      return rules.contains {
        switch $0 {
        case .masquerade, .forwardPort: true
        default: false
        }
      }
    }

    /// Address translation both ways: neither host knows the other by its own address.
    static let nat = Path.router([.masquerade, .forwardPort(8080)])
    /// whyreset's own relay, in user space, which begins as this.
    case relay(Relay)
  }

  /// What a router does besides routing and tracking connections.
  public enum RouterRule: Hashable, Sendable {
    /// Hides the client's address behind the router's (source NAT).
    case masquerade
    /// Sends what comes for this port of the router's own address to the server.
    case forwardPort(UInt16)
    /// Drops what belongs to no connection (`ct state invalid drop`).
    case dropInvalid
    /// The same for what comes for the router itself, as it does before it is translated back.
    case dropInvalidForSelf
    /// Keeps all that this host sends out of connection tracking, as if it took another way.
    case untracked(from: Host)
    /// Answers segments to this port with a RST (`reject with tcp reset`); with `established` only
    /// those of connections that were let in before.
    case rejectWithReset(port: UInt16, established: Bool)
  }
}
