/// One HTTP/1.1 message on its way in.
enum HTTPMessage {
  /// How many bytes to read next: 0 once the message is complete.
  static func missing(from bytes: [UInt8]) -> Int {
    guard let headerLength = headerLength(of: bytes) else { return 1 }
    return max(0, headerLength + bodyLength(of: bytes) - bytes.count)
  }

  /// The length of the header with its empty line; nil while that has not come.
  static func headerLength(of bytes: [UInt8]) -> Int? {
    let end: [UInt8] = [13, 10, 13, 10]
    guard bytes.count >= 4 else { return nil }
    return (0...(bytes.count - 4)).first { Array(bytes[$0..<($0 + 4)]) == end }.map { $0 + 4 }
  }

  /// What Content-Length says; 0 where it says nothing.
  static func bodyLength(of bytes: [UInt8]) -> Int {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let name = "content-length:"
    let field = text.split(separator: "\r\n").first { $0.hasPrefix(name) }
    return field.flatMap { Int($0.dropFirst(name.count).filter { $0 != " " }) } ?? 0
  }
}
