import CLinux
import Glibc

/// The nftables of one network namespace (nft(8)): rules are added, and go with the namespace.
///
/// Needs CAP_NET_ADMIN.
public struct PacketFilter: ~Copyable {
  private var socket: NetlinkSocket

  /// Where a chain sees packets; each has one chain, made with its first rule.
  public enum Hook: String, Sendable {
    /// Before connection tracking.
    case raw
    /// Where destinations are rewritten.
    case destination
    /// Packets for this host itself.
    case input
    /// Packets that pass through.
    case forward
    /// Where sources are rewritten.
    case source

    fileprivate var type: String {
      switch self {
      case .raw, .input, .forward: "filter"
      case .destination, .source: "nat"
      }
    }

    /// NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_FORWARD, NF_INET_POST_ROUTING (linux/netfilter.h).
    fileprivate var number: UInt32 {
      switch self {
      case .raw, .destination: 0
      case .input: 1
      case .forward: 2
      case .source: 4
      }
    }

    /// NF_IP_PRI_RAW, NF_IP_PRI_NAT_DST, NF_IP_PRI_FILTER, NF_IP_PRI_NAT_SRC (linux/netfilter_ipv4.h).
    fileprivate var priority: Int32 {
      switch self {
      case .raw: -300
      case .destination: -100
      case .input, .forward: 0
      case .source: 100
      }
    }
  }

  private static let table = "whyreset"

  /// Filters the namespace of the calling thread, and makes the table.
  public init() throws(LinuxError) {
    var socket = try NetlinkSocket(.netfilter)
    var message = Self.message(NFT_MSG_NEWTABLE, NLM_F_CREATE)
    message.attribute(Int(NFTA_TABLE_NAME.rawValue), text: Self.table)
    try Self.commit(message, "make a packet filter", &socket)
    self.socket = socket
  }

  /// Adds a rule after all others of its hook.
  public mutating func add(_ rule: [FilterExpression], to hook: Hook) throws(LinuxError) {
    var chain = Self.message(NFT_MSG_NEWCHAIN, NLM_F_CREATE)
    chain.attribute(Int(NFTA_CHAIN_TABLE.rawValue), text: Self.table)
    chain.attribute(Int(NFTA_CHAIN_NAME.rawValue), text: hook.rawValue)
    chain.nest(Self.nested(NFTA_CHAIN_HOOK.rawValue)) {
      $0.attribute(Int(NFTA_HOOK_HOOKNUM.rawValue), hook.number.bigEndian)
      $0.attribute(Int(NFTA_HOOK_PRIORITY.rawValue), hook.priority.bigEndian)
    }
    chain.attribute(Int(NFTA_CHAIN_TYPE.rawValue), text: hook.type)
    try Self.commit(chain, "make the filter chain \(hook.rawValue)", &socket)
    var message = Self.message(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND)
    message.attribute(Int(NFTA_RULE_TABLE.rawValue), text: Self.table)
    message.attribute(Int(NFTA_RULE_CHAIN.rawValue), text: hook.rawValue)
    message.nest(Self.nested(NFTA_RULE_EXPRESSIONS.rawValue)) { list in
      for expression in rule { expression.append(to: &list) }
    }
    try Self.commit(message, "add a rule to the filter chain \(hook.rawValue)", &socket)
  }

  /// Changes of nftables go in batches.
  private static func commit(
    _ message: NetlinkMessage, _ operation: String, _ socket: inout NetlinkSocket
  ) throws(LinuxError) {
    try socket.perform([edge(NFNL_MSG_BATCH_BEGIN), message, edge(NFNL_MSG_BATCH_END)], operation)
  }

  private static func edge(_ type: Int32) -> NetlinkMessage {
    var message = NetlinkMessage(type: UInt16(type), flags: 0)
    message.append(
      nfgenmsg(
        nfgen_family: UInt8(AF_UNSPEC), version: UInt8(NFNETLINK_V0),
        res_id: UInt16(NFNL_SUBSYS_NFTABLES).bigEndian))
    return message
  }

  private static func message(_ type: nf_tables_msg_types, _ flags: Int32) -> NetlinkMessage {
    var message = NetlinkMessage(
      type: UInt16(NFNL_SUBSYS_NFTABLES) << 8 | UInt16(type.rawValue), flags: NLM_F_ACK | flags)
    message.append(nfgenmsg(nfgen_family: inet, version: UInt8(NFNETLINK_V0), res_id: 0))
    return message
  }

  /// NFPROTO_INET (linux/netfilter.h): both families in one table.
  private static let inet: UInt8 = 1

  static func nested(_ type: UInt32) -> Int { Int(type) | Int(NLA_F_NESTED) }
}
