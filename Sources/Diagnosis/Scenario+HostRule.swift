extension Scenario {
  /// What a host's own packet filter does with what comes in.
  public enum HostRule: Hashable, Sendable {
    /// Lets pass what belongs to a connection that was opened after the first such rule.
    case acceptEstablished
    /// Lets pass what comes for this TCP port.
    case accept(port: UInt16)
    case drop(port: UInt16)
    /// Drops every TCP segment with RST.
    case dropResets
  }
}
