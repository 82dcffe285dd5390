extension IPAddress {
  /// The address written in `text`, or nil: dotted decimal, or any form of RFC 4291 section 2.2.
  public init?(_ text: some StringProtocol) {
    if let address = Self.parseIPv4(text) {
      self.init(v4: address)
    } else if let address = Self.parseIPv6(text) {
      self.init(v6: address)
    } else {
      return nil
    }
  }

  private static func parseIPv4(_ text: some StringProtocol) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
        let byte = UInt8(part), part.utf8.count == 1 || part.first != "0"
      else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }

  private static func parseIPv6(_ text: some StringProtocol) -> UInt128? {
    let text = String(text)
    guard let gap = text.firstDoubleColon else {
      guard let groups = groups(of: text[...], isEnd: true), groups.count == 8 else { return nil }
      return bits(of: groups)
    }
    let rest = text.index(gap, offsetBy: 2)
    guard let head = groups(of: text[..<gap], isEnd: false),
      let tail = groups(of: text[rest...], isEnd: true), head.count + tail.count <= 7
    else { return nil }
    let zeros = [UInt16](repeating: 0, count: 8 - head.count - tail.count)
    return bits(of: head + zeros + tail)
  }

  private static func bits(of groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
  }

  /// The 16-bit groups of colon-separated text; at the end of an address a dotted IPv4 tail counts for
  /// two.
  private static func groups(of text: Substring, isEnd: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var groups: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if isEnd, index == parts.count - 1, let address = parseIPv4(part) {
        groups += [UInt16(address >> 16), UInt16(truncatingIfNeeded: address)]
      } else if (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
        let group = UInt16(part, radix: 16)
      {
        groups.append(group)
      } else {
        return nil
      }
    }
    return groups
  }
}

extension String {
  fileprivate var firstDoubleColon: Index? {
    var previous: Index?
    for index in indices where self[index] == ":" {
      if let previous, self.index(after: previous) == index { return previous }
      previous = index
    }
    return nil
  }
}
