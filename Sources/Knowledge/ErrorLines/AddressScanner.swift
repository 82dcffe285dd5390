internal import Facts

/// Takes the addresses out of a line: IPv4, IPv6 in brackets or bare, and names where the text before
/// them says that one follows.
struct AddressScanner {
  /// More than a line about connections has.
  private static let limit = 16

  /// What stands before a name that is a host.
  private static let announcements = [
    "//", "host='", "tcp ", "to host ", "lookup ", "@tcp(", "on '", "ENOTFOUND ", "ECONNREFUSED ",
    "ETIMEDOUT ", "connect to ", "Connect to ", "connection: ", "roker ",
  ].map { Array($0.utf8) }

  private let bytes: [UInt8]
  private(set) var addresses: [LineAddress] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var index = 0
    while index < bytes.count, addresses.count < Self.limit {
      if bytes[index] == UInt8(ascii: "["), let end = addBracketed(index) {
        index = end
      } else if bytes[index].isHostByte, index == 0 || !bytes[index - 1].isHostByte {
        index = addWord(index)
      } else {
        index += 1
      }
    }
  }

  /// `[2001:db8::2]:80`; the index behind it, or nil where there is none.
  private mutating func addBracketed(_ start: Int) -> Int? {
    let limit = min(bytes.count, start + 64)
    guard let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: "]")) else { return nil }
    let inner = text(start + 1, end).prefix { $0 != "%" }
    guard IPAddress(inner) != nil else { return nil }
    let (port, after) = portBehind(end + 1, colon: true)
    add(String(inner), port, start, after)
    return after
  }

  /// The longest run of bytes that a host and its port can have; the index behind it.
  private mutating func addWord(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end].isHostByte { end += 1 }
    let after = end
    // Every address has a dot or a colon, and most words have neither.
    guard bytes[start..<end].contains(where: { $0 == 0x2e || $0 == 0x3a }) else { return after }
    if stands("ipv4:", at: start) { return addWord(start + 5) }
    while end > start, [0x2e, 0x2d].contains(bytes[end - 1]) || isTrailingColon(end, start) {
      end -= 1
    }
    let word = text(start, end)
    guard word.utf8.count <= 255, let found = Self.split(word, knowsName: isAnnounced(start)) else {
      return after
    }
    var port = found.port
    var behind = end
    if port == nil { (port, behind) = portBehind(end, colon: false) }
    if port == nil { port = schemePort(start) }
    add(found.host, port, start, max(behind, end))
    return max(after, behind)
  }

  /// A colon at the end of a word is punctuation, unless `::` ends an address.
  private func isTrailingColon(_ end: Int, _ start: Int) -> Bool {
    bytes[end - 1] == 0x3a && !(end - 2 >= start && bytes[end - 2] == 0x3a)
  }

  private mutating func add(_ host: String, _ port: UInt16?, _ start: Int, _ end: Int) {
    let arrow = Array("->".utf8)
    addresses.append(
      LineAddress(
        host: host, port: port, label: label(start),
        isBeforeArrow: bytes[min(end, bytes.count)...].starts(with: arrow)
          || (end > 0 && bytes[(end - 1)...].starts(with: arrow)),
        isAfterArrow: stands("->", before: start)))
  }

  private func label(_ start: Int) -> LineAddress.Label {
    if stands("client: ", before: start) || stands("from ", before: start) { return .client }
    if stands("upstream: \"http://", before: start) || stands("upstream: \"https://", before: start)
      || stands("upstream: \"", before: start) || stands("fastcgi://", before: start)
      || stands("uwsgi://", before: start)
    {
      return .upstream
    }
    return stands("Local (", before: start) ? .local : .none
  }

  /// Whether the text before a word says that a host follows.
  private func isAnnounced(_ start: Int) -> Bool {
    Self.announcements.contains { stands($0, before: start) }
  }

  private func schemePort(_ start: Int) -> UInt16? {
    if stands("http://", before: start) { return 80 }
    return stands("https://", before: start) ? 443 : nil
  }

  private func stands(_ text: String, at start: Int) -> Bool {
    bytes[start...].starts(with: text.utf8)
  }

  private func stands(_ text: String, before start: Int) -> Bool {
    stands(Array(text.utf8), before: start)
  }

  private func stands(_ piece: [UInt8], before start: Int) -> Bool {
    start >= piece.count && bytes[(start - piece.count)..<start].elementsEqual(piece)
  }

  /// `:80` directly behind, or ` port 80`, `', port=80`, `', 80`.
  private func portBehind(_ end: Int, colon: Bool) -> (UInt16?, Int) {
    let marks = colon ? [":"] : [" port ", "', port=", "', ", "\", port ", " (port "]
    for mark in marks.map({ Array($0.utf8) })
    where end <= bytes.count && bytes[end...].starts(with: mark) {
      var last = end + mark.count
      while last < bytes.count, bytes[last].isDigit, last < end + mark.count + 6 { last += 1 }
      if let port = UInt16(text(end + mark.count, last)) { return (port, last) }
    }
    return (nil, end)
  }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }
}

extension AddressScanner {
  /// Suffixes of names that are files with a line number, not hosts with a port.
  private static let files: Set<String> = [
    "go", "java", "py", "js", "ts", "mjs", "rb", "rs", "c", "cc", "cpp", "h", "php", "kt", "scala",
    "cs",
    "swift", "conf", "log", "ex", "erl",
  ]

  /// The host and the port of a word; nil where it is neither.
  private static func split(_ word: String, knowsName: Bool) -> (host: String, port: UInt16?)? {
    let colons = word.utf8.count { $0 == UInt8(ascii: ":") }
    if colons == 0 {
      if IPAddress(word) != nil { return (word, nil) }
      return knowsName && isName(word) && word.contains(".") && !isFile(word) ? (word, nil) : nil
    }
    guard let colon = word.lastIndex(of: ":") else { return nil }
    let host = String(word[..<colon])
    let port = digits(word[word.index(after: colon)...])
    if colons > 1 { return splitIPv6(word, host, port) }
    guard let port, IPAddress(host) != nil || isName(host) && !isFile(host) else { return nil }
    return IPAddress(host) != nil || knowsName
      || host.contains(".") && host.contains(where: \.isLetter)
      ? (host, port) : nil
  }

  /// A bare IPv6 address; what programs without brackets put behind its last colon is a port if it has the
  /// digits of one.
  private static func splitIPv6(_ word: String, _ host: String, _ port: UInt16?)
    -> (host: String, port: UInt16?)?
  {
    if let port, port > 9, host != ":", IPAddress(host) != nil { return (host, port) }
    if let port, host == "::" || host == ":" { return ("::", port) }
    return IPAddress(word) != nil ? (word, nil) : nil
  }

  private static func digits(_ text: Substring) -> UInt16? {
    text.utf8.allSatisfy(\.isDigit) && !text.isEmpty ? UInt16(text) : nil
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0.isHostByte && $0 != UInt8(ascii: ":") }
      && text.contains(where: \.isLetter)
      && text.first.map { $0.isLetter || $0.isNumber } ?? false
  }

  private static func isFile(_ text: String) -> Bool {
    text.split(separator: ".").last.map { files.contains($0.lowercased()) } ?? false
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (48...57).contains(self) }

  /// Letters, digits, `.`, `-`, `_` and `:`.
  fileprivate var isHostByte: Bool {
    isDigit || (65...90).contains(self) || (97...122).contains(self)
      || [0x2e, 0x2d, 0x5f, 0x3a].contains(self)
  }
}
