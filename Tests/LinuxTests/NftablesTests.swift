import CLinux
import Testing

@testable import Linux

/// Rules of nftables, as nfnetlink has them and as this kernel gives them.
@Suite struct NftablesTests {
  /// `tcp dport 8080 ip daddr 10.0.0.2 reject with tcp reset` as a message of the kernel.
  private static func message(
    family: UInt8 = 1, _ expressions: (inout NetlinkMessage) -> Void
  ) -> NetlinkMessage {
    var message = Nftables.message(NFT_MSG_NEWRULE, flags: 0, family: family)
    message.attribute(Int(NFTA_RULE_TABLE.rawValue), text: "filter")
    message.attribute(Int(NFTA_RULE_CHAIN.rawValue), text: "input")
    message.attribute(Int(NFTA_RULE_HANDLE.rawValue), UInt64(4).bigEndian)
    message.nest(Int(NFTA_RULE_EXPRESSIONS.rawValue) | Int(NLA_F_NESTED), expressions)
    return message
  }

  private static func rule(
    family: UInt8 = 1, _ expressions: (inout NetlinkMessage) -> Void
  ) throws -> Nftables.Rule {
    let replies = NetlinkReply.parse(message(family: family, expressions).bytes)
    let rule = replies.first.flatMap { Nftables.Rule($0) }
    return try #require(rule)
  }

  private static func append(_ rule: [FilterExpression]) -> (inout NetlinkMessage) -> Void {
    { list in for expression in rule { expression.append(to: &list) } }
  }

  private static let server = SocketAddress(.ipv4, bits: 0x0a00_0002, port: 0)

  @Test func readsWhereARuleStandsAndWhatItAsksFor() throws {
    let rule = try Self.rule(
      Self.append([.to(Self.server), .toPort(8080), .rejectWithReset]))
    #expect(rule.family == "inet" && rule.table == "filter" && rule.chain == "input")
    #expect(rule.handle == 4)
    #expect(rule.conditions == [.destinationAddress([10, 0, 0, 2]), .destinationPort(8080)])
    #expect(rule.rejectsWithReset && !rule.mayDrop)
  }

  @Test func aRuleThatDropsIsNoRejection() throws {
    let rule = try Self.rule(Self.append([.invalid, .drop]))
    #expect(!rule.rejectsWithReset && rule.mayDrop && rule.conditions.isEmpty)
  }

  /// A target of x_tables, as iptables-nft(8) makes it.
  private static func target(
    _ name: String, _ info: UInt32
  ) -> (inout NetlinkMessage) -> Void {
    { list in
      list.nest(Int(NFTA_LIST_ELEM.rawValue)) { element in
        element.attribute(Int(NFTA_EXPR_NAME.rawValue), text: "target")
        element.nest(Int(NFTA_EXPR_DATA.rawValue)) {
          $0.attribute(Int(NFTA_TARGET_NAME.rawValue), text: name)
          $0.attribute(Int(NFTA_TARGET_REV.rawValue), UInt32(0))
          $0.attribute(Int(NFTA_TARGET_INFO.rawValue), info)
        }
      }
    }
  }

  @Test(arguments: [
    (UInt8(2), "REJECT", UInt32(7), true, false), (2, "REJECT", 3, false, false),
    (10, "REJECT", 6, true, false), (10, "REJECT", 7, false, false),
    (2, "NFQUEUE", 7, false, true),
  ])
  func aTargetOfIptablesIsKnownByItsKind(
    _ family: UInt8, _ name: String, _ info: UInt32, _ rejects: Bool, _ drops: Bool
  ) throws {
    let rule = try Self.rule(family: family, Self.target(name, info))
    #expect(rule.rejectsWithReset == rejects && rule.mayDrop == drops)
  }

  @Test func aRuleCutAnywhereIsReadUpToTheCutOrNotAtAll() throws {
    let bytes = Self.message(Self.append([.toPort(8080), .rejectWithReset])).bytes
    for count in bytes.indices {
      #expect(NetlinkReply.parse(Array(bytes.prefix(count))).isEmpty)
      // The header says that the message is as short as it is.
      guard count >= 16 else { continue }
      var cut = Array(bytes.prefix(count))
      cut[0] = UInt8(count & 0xff)
      cut[1] = UInt8(count >> 8)
      let rule = NetlinkReply.parse(cut).first.flatMap { Nftables.Rule($0) }
      #expect(rule.map { $0.table == "filter" && $0.handle == 4 } ?? true)
      #expect(rule?.rejectsWithReset != true || count > bytes.count - 4)
    }
  }

  @Test func anAttributeThatLiesAboutItsLengthIsNotRead() throws {
    let bytes = Self.message(Self.append([.toPort(8080), .rejectWithReset])).bytes
    for index in bytes.indices.dropFirst(16) {
      for value: UInt8 in [0, 1, 0x7f, 0xff] {
        var changed = bytes
        changed[index] = value
        _ = NetlinkReply.parse(changed).compactMap { Nftables.Rule($0) }
      }
    }
  }

  @Test(.enabled(if: ThisProcess.isRoot)) func findsTheRuleOfANamespaceAndNoneElsewhere() throws {
    let namespace = try NetworkNamespace.anonymous()
    let (before, rules, drops) = try namespace.run { () throws(LinuxError) in
      var nftables = try Nftables()
      let before = try nftables.rules()
      var filter = try PacketFilter()
      try filter.add([.toPort(80), .drop], to: .forward)
      try filter.add([.toPort(8080), .rejectWithReset], to: .input)
      return (before, try nftables.rules(), try nftables.hasDroppingPolicy())
    }
    #expect(before.isEmpty && !drops)
    let rule = try #require(rules.first { $0.rejectsWithReset })
    #expect(rules.count == 2 && rules.count(where: \.mayDrop) == 1)
    #expect(rule.chain == "input" && rule.conditions == [.destinationPort(8080)])
  }
}
