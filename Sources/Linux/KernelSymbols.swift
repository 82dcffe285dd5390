import Glibc

/// Where chosen functions of the running kernel lie, from /proc/kallsyms (proc(5)).
public struct KernelSymbols: Sendable {
  private struct Function: Sendable {
    let start: UInt64
    let end: UInt64
    let name: String
  }

  private let functions: [Function]

  /// Finds the functions of these names; those that this kernel lacks or inlined are left out.
  ///
  /// Without CAP_SYSLOG the kernel shows no addresses (kernel.kptr_restrict) and none is found.
  public init(of names: [String]) throws(LinuxError) {
    let text = try FileDescriptor.open("/proc/kallsyms").readAll() + [0]
    functions = names.flatMap { Self.find($0, in: text) }.sorted { $0.start < $1.start }
  }

  public var isEmpty: Bool { functions.isEmpty }

  /// The chosen function that the address lies in.
  public func function(at address: UInt64) -> String? {
    functions.first { $0.start <= address && address < $0.end }?.name
  }

  /// Every line `ADDRESS TYPE NAME` or `ADDRESS TYPE NAME.suffix`: the compiler makes several parts of a
  /// function (`.cold`, `.isra.0`).
  private static func find(_ name: String, in text: [UInt8]) -> [Function] {
    let pattern = " \(name)".utf8CString.map { $0 }
    var found: [Function] = []
    var from = 0
    while let hit = position(of: pattern, in: text, from: from) {
      from = hit + pattern.count - 1
      guard text[from] == UInt8(ascii: "\n") || text[from] == UInt8(ascii: "."),
        let start = address(atLineOf: hit, in: text), start != 0
      else { continue }
      found.append(Function(start: start, end: end(of: start, after: hit, in: text), name: name))
    }
    return found
  }

  /// Both arrays end in a NUL.
  private static func position(of pattern: [CChar], in text: [UInt8], from: Int) -> Int? {
    text.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let start = (base + from).assumingMemoryBound(to: CChar.self)
      return strstr(start, pattern).map { UnsafeRawPointer($0) - base }
    }
  }

  private static func address(atLineOf position: Int, in text: [UInt8]) -> UInt64? {
    let start = text[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return UInt64(String(decoding: text[start...].prefix(16), as: UTF8.self), radix: 16)
  }

  /// The next symbol's address: the file is in order of address, and aliases share one.
  private static func end(of start: UInt64, after position: Int, in text: [UInt8]) -> UInt64 {
    var position = position
    for _ in 0..<64 {
      guard let newline = text[position...].firstIndex(of: UInt8(ascii: "\n")),
        newline + 17 < text.count
      else { break }
      position = newline + 1
      let digits = String(decoding: text[position..<position + 16], as: UTF8.self)
      if let next = UInt64(digits, radix: 16), next > start { return next }
    }
    return start + 1
  }
}
