import Facts
import Wire

/// What the beginning of a message tells: just enough of HTTP/1 and TLS to know where requests and answers begin.
struct PayloadStart {
  private(set) var kind = PayloadKind.unseen
  /// The status of an HTTP response, or the description of a TLS alert.
  private(set) var status: UInt16 = 0
  /// Content-Length of a request; 0 where it has none.
  private var announcedBody: UInt32 = 0
  /// Bytes of the header; 0 where its end was not seen.
  private var headerLength: UInt32 = 0
  private(set) var announcesClose = false

  /// Header fields are looked for in so many bytes.
  private static let reach = 512

  /// Bytes of a whole request with a body; 0 where that is not known.
  var length: UInt32 {
    guard kind == .httpRequest, headerLength > 0 else { return 0 }
    return announcedBody == 0 ? 0 : announcedBody &+ headerLength
  }

  init(_ bytes: RawSpan, _ payload: Range<Int>) {
    var reader = ByteReader(bytes.extracting(0..<payload.upperBound), at: payload.lowerBound, .tcp)
    guard let word: UInt32 = try? reader.read() else {
      kind = payload.isEmpty ? .unseen : .other
      return
    }
    let end = min(payload.upperBound, payload.lowerBound + Self.reach)
    switch word {
    // "HTTP", then "/1.1 200".
    case 0x4854_5450:
      kind = .httpResponse
      status = Self.status(bytes, at: payload.lowerBound + 9, end)
      readFields(bytes, from: payload.lowerBound, to: end)
    // "POST", "PUT ", "PATC".
    case 0x504f_5354, 0x5055_5420, 0x5041_5443:
      kind = .httpRequest
      readFields(bytes, from: payload.lowerBound, to: end)
    // "GET ", "HEAD", "DELE", "OPTI", "CONN", "TRAC".
    case 0x4745_5420, 0x4845_4144, 0x4445_4c45, 0x4f50_5449, 0x434f_4e4e, 0x5452_4143:
      kind = .httpRequest
    // "PRI ", the preface of HTTP/2 (RFC 9113 section 3.4).
    case 0x5052_4920: kind = .http2
    default: readRecord(bytes, word, at: payload.lowerBound)
    }
  }

  private static func isSession(_ word: UInt32) -> Bool {
    switch word {
    // "PING", "AUTH", "+PON", "+OK\r", "EHLO", "HELO", "QUIT", "SSH-", "220 ", "220-".
    case 0x5049_4e47, 0x4155_5448, 0x2b50_4f4e, 0x2b4f_4b0d, 0x4548_4c4f, 0x4845_4c4f,
      0x5155_4954, 0x5353_482d, 0x3232_3020, 0x3232_302d:
      true
    // "*3\r\n", an array of Redis.
    default: word & 0xff00_ffff == 0x2a00_0d0a && (0x31...0x39).contains(word >> 16 & 0xff)
    }
  }

  /// A TLS record: type, version 3.x, length (RFC 8446 section 5.1); else a word of a protocol of sessions.
  private mutating func readRecord(_ bytes: RawSpan, _ word: UInt32, at start: Int) {
    guard (word >> 16) & 0xff == 3, (word >> 8) & 0xff <= 4 else {
      // "-ERR" of Redis and POP3, "421 " of SMTP (RFC 5321 section 3.8).
      let isRefusal = word == 0x2d45_5252 || word == 0x3432_3120
      kind = isRefusal ? .refusal : Self.isSession(word) ? .session : .other
      return
    }
    switch word >> 24 {
    case 20, 22: kind = .tlsHandshake
    case 21:
      kind = .tlsAlert
      // Two bytes of plain text; an encrypted alert is longer.
      var reader = ByteReader(bytes, at: start + 3, .tcp)
      if let length: UInt16 = try? reader.read(), length == 2, (try? reader.skip(1)) != nil,
        let description: UInt8 = try? reader.read()
      {
        status = UInt16(description)
      }
    case 23: kind = .tlsData
    default: kind = .other
    }
  }

  private static func status(_ bytes: RawSpan, at start: Int, _ end: Int) -> UInt16 {
    var reader = ByteReader(bytes.extracting(0..<end), at: start, .tcp)
    var number: UInt16 = 0
    for _ in 0..<3 {
      guard let digit: UInt8 = try? reader.read(), (48...57).contains(digit) else { return 0 }
      number = number * 10 + UInt16(digit - 48)
    }
    return number
  }

  /// Looks at the lines of a header for the two fields that matter (RFC 9112 sections 6.2 and 9.6).
  private mutating func readFields(_ bytes: RawSpan, from start: Int, to end: Int) {
    var index = start
    while index < end {
      let byte = bytes.byte(at: index)
      index += 1
      guard byte == 10, index < end else { continue }
      let first = bytes.byte(at: index)
      if first == 13 || first == 10 {
        headerLength = UInt32(index - start) + (first == 13 ? 2 : 1)
        return
      }
      if first | 0x20 == 0x63 { readField(bytes, at: index, end) }
    }
  }

  private mutating func readField(_ bytes: RawSpan, at line: Int, _ end: Int) {
    if bytes.begins(with: "content-length:", at: line, end) {
      var number: UInt32 = 0
      for index in line + 15..<end {
        let byte = bytes.byte(at: index)
        if byte == 32 { continue }
        guard (48...57).contains(byte) else { break }
        // More than a terabyte is no less than a gigabyte here.
        number = number > 100_000_000 ? number : number * 10 + UInt32(byte - 48)
      }
      announcedBody = number
    } else if bytes.begins(with: "connection:", at: line, end) {
      let value = line + 11
      announcesClose =
        bytes.begins(with: " close", at: value, end) || bytes.begins(with: "close", at: value, end)
    }
  }
}

extension RawSpan {
  /// The byte at a place inside.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    // The load is checked against the bounds, and any bit pattern is a byte.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Whether the text, in lower case, stands at that place in letters of either case.
  fileprivate func begins(with text: StaticString, at offset: Int, _ end: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset + length <= end else { return false }
    return text.withUTF8Buffer { letters in
      for index in 0..<length {
        let byte = self.byte(at: offset + index)
        let lower = (65...90).contains(byte) ? byte | 0x20 : byte
        if unsafe lower != letters[index] { return false }
      }
      return true
    }
  }
}
