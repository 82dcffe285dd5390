import CLinux
import Testing

@testable import Linux

/// Netlink messages, byte for byte; little-endian, as x86-64 and arm64 are.
@Suite struct NetlinkMessageTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let message: NetlinkMessage
    let bytes: [UInt8]
  }

  @Test(arguments: cases) func isBuiltAsTheKernelReadsIt(_ item: Case) {
    #expect(item.message.bytes == item.bytes)
  }

  static let cases = [
    Case(
      testDescription: "a header alone",
      message: NetlinkMessage(type: 20, flags: NLM_F_DUMP),
      bytes: [
        16, 0, 0, 0,  // length
        20, 0,  // SOCK_DIAG_BY_FAMILY
        0x01, 0x03,  // NLM_F_REQUEST | NLM_F_DUMP
        0, 0, 0, 0,  // sequence
        0, 0, 0, 0,  // port
      ]),
    Case(
      testDescription: "an attribute is padded to four bytes and its length is not",
      message: {
        var message = NetlinkMessage(type: 16, flags: NLM_F_ACK)
        message.attribute(Int(IFLA_IFNAME), text: "lo")
        return message
      }(),
      bytes: [
        24, 0, 0, 0, 16, 0, 0x05, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
        7, 0, 3, 0,  // IFLA_IFNAME of seven bytes
        0x6c, 0x6f, 0, 0,  // "lo", its zero byte, one of padding
      ]),
    Case(
      testDescription: "a bridge is a link whose nested kind says so",
      message: {
        var message = NetworkLinks.newLink("b")
        message.nest(Int(IFLA_LINKINFO)) { $0.attribute(Int(IFLA_INFO_KIND), text: "bridge") }
        return message
      }(),
      bytes: [
        56, 0, 0, 0,  // length
        16, 0,  // RTM_NEWLINK
        0x05, 0x06,  // NLM_F_REQUEST | NLM_F_ACK | NLM_F_EXCL | NLM_F_CREATE
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  // ifinfomsg
        6, 0, 3, 0, 0x62, 0, 0, 0,  // IFLA_IFNAME "b"
        16, 0, 18, 0,  // IFLA_LINKINFO, which holds
        11, 0, 1, 0, 0x62, 0x72, 0x69, 0x64, 0x67, 0x65, 0, 0,  // IFLA_INFO_KIND "bridge"
      ]),
    Case(
      testDescription: "values of one byte and of six are padded too",
      message: {
        var message = NetlinkMessage(type: 1, flags: 0)
        message.attribute(1, UInt8(9))
        message.attribute(2, [2, 0, 0, 0, 0, 1] as InlineArray<6, UInt8>)
        return message
      }(),
      bytes: [
        36, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        5, 0, 1, 0, 9, 0, 0, 0,
        10, 0, 2, 0, 2, 0, 0, 0, 0, 1, 0, 0,
      ]),
  ]
}

/// Answers of the kernel, whole and cut short.
@Suite struct NetlinkReplyTests {
  /// NLMSG_ERROR for EEXIST with the kernel's words "no", the request repeated only by its header.
  static let refusal: [UInt8] = [
    44, 0, 0, 0, 2, 0, 0x00, 0x03,  // NLM_F_CAPPED | NLM_F_ACK_TLVS
    7, 0, 0, 0, 0, 0, 0, 0,
    0xef, 0xff, 0xff, 0xff,  // -17
    99, 0, 0, 0, 16, 0, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0,  // the request's header
    7, 0, 1, 0, 0x6e, 0x6f, 0, 0,  // NLMSGERR_ATTR_MSG "no"
  ]

  @Test func aRefusalHasANumberAndWords() throws {
    let reply = try #require(NetlinkReply.parse(Self.refusal).first)
    #expect(reply.sequence == 7)
    #expect(reply.error.number == 17)
    #expect(reply.error.text == "no")
  }

  @Test func twoMessagesOfOneDatagramAreTwo() {
    #expect(NetlinkReply.parse(Self.refusal + Self.refusal).count == 2)
  }

  @Test func aDatagramCutAnywhereIsReadUpToTheCut() {
    let whole = Self.refusal + Self.refusal
    for length in 0..<whole.count {
      let replies = NetlinkReply.parse(Array(whole[..<length]))
      #expect(replies.count == length / Self.refusal.count)
      for reply in replies { _ = reply.error }
    }
  }

  @Test func attributesThatLieAboutTheirLengthEndTheList() {
    var lying = Self.refusal
    lying[36] = 200
    #expect(NetlinkReply.parse(lying).first?.error.text == nil)
    lying[36] = 0
    #expect(NetlinkReply.parse(lying).first?.error.text == nil)
  }
}
