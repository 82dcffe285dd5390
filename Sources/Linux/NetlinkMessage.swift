import CLinux

/// A netlink request under construction: header, a fixed part, attributes (netlink(7)).
public struct NetlinkMessage: Sendable {
  /// The message so far; its length field is right at any time.
  public private(set) var bytes: [UInt8] = []

  /// A message of `type` with flags besides NLM_F_REQUEST.
  public init(type: UInt16, flags: Int32) {
    append(
      nlmsghdr(
        nlmsg_len: 0, nlmsg_type: type, nlmsg_flags: UInt16(NLM_F_REQUEST | flags),
        nlmsg_seq: 0, nlmsg_pid: 0))
  }

  /// Appends the bytes of `value`, padded to four.
  public mutating func append<Value: BitwiseCopyable>(_ value: Value) {
    withUnsafeBytes(of: value) { bytes += $0 }
    pad()
  }

  /// Appends an attribute whose payload is the bytes of `value`.
  public mutating func attribute<Value: BitwiseCopyable>(_ type: Int, _ value: Value) {
    attribute(type, bytes: withUnsafeBytes(of: value) { Array($0) })
  }

  /// Appends an attribute whose payload is `text` and a zero byte.
  public mutating func attribute(_ type: Int, text: String) {
    attribute(type, bytes: Array(text.utf8) + [0])
  }

  public mutating func attribute(_ type: Int, bytes payload: [UInt8]) {
    append(nlattr(nla_len: UInt16(4 + payload.count), nla_type: UInt16(type)))
    bytes += payload
    pad()
  }

  /// Appends an attribute that holds what `body` appends.
  public mutating func nest(_ type: Int, _ body: (inout NetlinkMessage) -> Void) {
    let start = bytes.count
    append(nlattr(nla_len: 0, nla_type: UInt16(type)))
    body(&self)
    store(UInt16(bytes.count - start), at: start)
  }

  /// The number that the answer carries.
  mutating func setSequence(_ number: UInt32) { store(number, at: 8) }

  private mutating func pad() {
    while bytes.count % 4 != 0 { bytes.append(0) }
    store(UInt32(bytes.count), at: 0)
  }

  private mutating func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: offset, as: Value.self) }
  }
}
