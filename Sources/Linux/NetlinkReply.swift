import CLinux
import Glibc

/// One message that the kernel sent.
public struct NetlinkReply: Sendable {
  public let type: UInt16
  let flags: UInt16
  let sequence: UInt32
  /// What follows the header.
  public let payload: ArraySlice<UInt8>

  /// The messages of one datagram, up to the first that is cut short.
  static func parse(_ datagram: [UInt8]) -> [NetlinkReply] {
    var replies: [NetlinkReply] = []
    var rest = datagram[...]
    while let header = rest.load(nlmsghdr.self), header.nlmsg_len >= 16,
      Int(header.nlmsg_len) <= rest.count
    {
      let length = Int(header.nlmsg_len)
      replies.append(
        NetlinkReply(
          type: header.nlmsg_type, flags: header.nlmsg_flags, sequence: header.nlmsg_seq,
          payload: rest.dropFirst(16).prefix(length - 16)))
      rest = rest.dropFirst((length + 3) & ~3)
    }
    return replies
  }

  /// The attributes behind a fixed part of `offset` bytes, by type.
  func attributes(after offset: Int) -> [UInt16: ArraySlice<UInt8>] {
    payload.dropFirst((offset + 3) & ~3).attributes
  }

  /// What an NLMSG_ERROR says: 0 for an acknowledgment, else an errno, and the kernel's own words.
  var error: (number: Int32, text: String?) {
    guard let header = payload.load(nlmsgerr.self) else { return (EBADMSG, nil) }
    // With NLM_F_CAPPED the request's payload is not repeated between the header and the attributes.
    let isCapped = flags & UInt16(NLM_F_CAPPED) != 0
    let repeated = isCapped ? 0 : max(0, Int(header.msg.nlmsg_len) - 16)
    let text = attributes(after: MemoryLayout<nlmsgerr>.size + repeated)[
      UInt16(NLMSGERR_ATTR_MSG.rawValue)]
    return (-header.error, text.map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
  }
}

extension ArraySlice<UInt8> {
  /// The value whose bytes stand at the start, or nil where there are too few.
  func load<Value: BitwiseCopyable>(_ type: Value.Type) -> Value? {
    guard count >= MemoryLayout<Value>.size else { return nil }
    return withUnsafeBytes { $0.loadUnaligned(as: type) }
  }

  /// The attributes that the bytes are made of, in order, up to the first that is cut short.
  var attributeList: [(type: UInt16, payload: ArraySlice<UInt8>)] {
    var found: [(type: UInt16, payload: ArraySlice<UInt8>)] = []
    let flags = UInt16(NLA_F_NESTED | NLA_F_NET_BYTEORDER)
    var rest = self
    while let header = rest.load(nlattr.self), header.nla_len >= 4,
      Int(header.nla_len) <= rest.count
    {
      let length = Int(header.nla_len)
      found.append((header.nla_type & ~flags, rest.dropFirst(4).prefix(length - 4)))
      rest = rest.dropFirst((length + 3) & ~3)
    }
    return found
  }

  /// The same by type; of several of one type, the last.
  var attributes: [UInt16: ArraySlice<UInt8>] {
    attributeList.reduce(into: [:]) { $0[$1.type] = $1.payload }
  }
}
