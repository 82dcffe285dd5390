import CLinux
import Glibc

/// The nftables rules of one network namespace, those of iptables-nft among them, as the kernel has them
/// (NFNL_SUBSYS_NFTABLES); the tables of iptables-legacy are not here.
///
/// Needs CAP_NET_ADMIN in the namespace.
public struct Nftables: ~Copyable {
  var socket: NetlinkSocket

  /// NFPROTO_INET, and NF_DROP (linux/netfilter.h).
  static let inetFamily: UInt8 = 1
  static let drop: UInt32 = 0

  /// Speaks to the namespace of the calling thread.
  public init() throws(LinuxError) { socket = try NetlinkSocket(.netfilter) }

  /// Every rule of every family; none where the kernel has no nftables.
  public mutating func rules() throws(LinuxError) -> [Rule] {
    var rules: [Rule] = []
    try dump(NFT_MSG_GETRULE, "list nftables rules") { reply in
      if let rule = Rule(reply) { rules.append(rule) }
    }
    return rules
  }

  /// Whether some chain drops what none of its rules accepts.
  public mutating func hasDroppingPolicy() throws(LinuxError) -> Bool {
    var drops = false
    try dump(NFT_MSG_GETCHAIN, "list nftables chains") { reply in
      let attributes = reply.attributes(after: MemoryLayout<nfgenmsg>.size)
      let policy = attributes[UInt16(NFTA_CHAIN_POLICY.rawValue)]?.bigEndian(UInt32.self)
      if policy == Self.drop { drops = true }
    }
    return drops
  }

  private mutating func dump(
    _ type: nf_tables_msg_types, _ operation: String, _ body: (NetlinkReply) -> Void
  ) throws(LinuxError) {
    let message = Self.message(type, flags: NLM_F_DUMP, family: UInt8(AF_UNSPEC))
    do throws(LinuxError) { try socket.perform(message, operation, body) } catch {
      // nfnetlink's answer for a subsystem that is not there (nfnetlink_rcv_msg()).
      guard error.errno == EINVAL || error.errno == EOPNOTSUPP else { throw error }
    }
  }

  static func message(
    _ type: nf_tables_msg_types, flags: Int32, family: UInt8
  ) -> NetlinkMessage {
    let number = UInt16(NFNL_SUBSYS_NFTABLES) << 8 | UInt16(type.rawValue)
    var message = NetlinkMessage(type: number, flags: flags)
    message.append(nfgenmsg(nfgen_family: family, version: UInt8(NFNETLINK_V0), res_id: 0))
    return message
  }
}

extension Nftables {
  /// One rule: where it stands, and as much of what it does as is understood.
  public struct Rule: Hashable, Sendable {
    /// As nft(8) names it: `ip`, `ip6`, `inet`, `bridge`, `netdev`, `arp`.
    public let family: String
    public let table: String
    public let chain: String
    public let handle: UInt64
    /// All must hold; what is not understood is left out.
    public let conditions: [Condition]
    /// `reject with tcp reset`.
    public let rejectsWithReset: Bool
    /// Whether it may drop a packet without an answer, or hand it to something that may.
    public let mayDrop: Bool
  }

  /// What a packet must be like.
  public enum Condition: Hashable, Sendable {
    case sourcePort(UInt16)
    case destinationPort(UInt16)
    /// Four or sixteen bytes in network order.
    case sourceAddress([UInt8])
    case destinationAddress([UInt8])
  }
}

extension Nftables.Rule {
  init?(_ reply: NetlinkReply) {
    let attributes = reply.attributes(after: MemoryLayout<nfgenmsg>.size)
    guard let header = reply.payload.load(nfgenmsg.self),
      let family = Self.name(ofFamily: header.nfgen_family),
      let table = attributes[UInt16(NFTA_RULE_TABLE.rawValue)]?.text,
      let chain = attributes[UInt16(NFTA_RULE_CHAIN.rawValue)]?.text,
      let handle = attributes[UInt16(NFTA_RULE_HANDLE.rawValue)]?.bigEndian(UInt64.self)
    else { return nil }
    self.family = family
    self.table = table
    self.chain = chain
    self.handle = handle
    var reader = NftablesExpressions(isIPv6: family == "ip6")
    let expressions = attributes[UInt16(NFTA_RULE_EXPRESSIONS.rawValue)]?.attributeList ?? []
    for expression in expressions { reader.read(expression.payload.attributes) }
    conditions = reader.conditions
    rejectsWithReset = reader.rejectsWithReset
    mayDrop = reader.mayDrop
  }

  /// NFPROTO_… in linux/netfilter.h, which does not go together with Glibc's module.
  private static func name(ofFamily number: UInt8) -> String? {
    let names: [UInt8: String] = [
      Nftables.inetFamily: "inet", 2: "ip", 3: "arp", 5: "netdev", 7: "bridge", 10: "ip6",
    ]
    return names[number]
  }
}

extension ArraySlice<UInt8> {
  /// The number that stands at the start, most significant byte first, as nfnetlink has them.
  func bigEndian<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
    guard count >= MemoryLayout<Value>.size else { return nil }
    return prefix(MemoryLayout<Value>.size).reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
  }

  /// The text before the zero byte.
  var text: String { String(decoding: prefix { $0 != 0 }, as: UTF8.self) }
}
