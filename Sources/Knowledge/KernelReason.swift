public import Diagnosis

/// A reason that the kernel gives for a reset that it sends, or for a packet that it drops.
public struct KernelReason: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// `enum sk_rst_reason`, in tcp:tcp_send_reset.
    case reset
    /// `enum skb_drop_reason`, in skb:kfree_skb.
    case drop

    public var prefix: String {
      switch self {
      case .reset: "SK_RST_REASON_"
      case .drop: "SKB_DROP_REASON_"
      }
    }

    /// The kernel's enum.
    public var enumeration: String {
      switch self {
      case .reset: "sk_rst_reason"
      case .drop: "skb_drop_reason"
      }
    }
  }

  public let kind: Kind
  /// Without its prefix, as tracefs prints it: `TCP_TIMEWAIT_SOCKET`.
  public let name: String
  /// What has really happened.
  public let means: Text
  /// What the name makes people believe, where it misleads.
  public let caution: Text?
  public let causes: [String]
  public let site: String

  public init(
    _ kind: Kind, _ name: String, _ means: Text, caution: Text? = nil, causes: [String] = [],
    site: String
  ) {
    self.kind = kind
    self.name = name
    self.means = means
    self.caution = caution
    self.causes = causes
    self.site = site
  }
}
