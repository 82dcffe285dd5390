/// What TCP uses of the host, from /proc/net/sockstat (proc(5)).
public struct SockStat: Hashable, Sendable {
  /// Sockets without a descriptor, in all network namespaces.
  public let orphans: Int
  /// Pages of memory, in all network namespaces.
  public let pages: Int

  /// As it is at this moment.
  public static func read() throws(LinuxError) -> SockStat? {
    let file = try FileDescriptor.open("/proc/net/sockstat")
    return SockStat(parsing: String(decoding: try file.readAll(), as: UTF8.self))
  }

  /// Nil where the text has no line `TCP:` with both numbers.
  init?(parsing text: String) {
    let line = text.split(separator: "\n").first { $0.hasPrefix("TCP:") }
    let words = line?.split(separator: " ") ?? []
    func value(_ name: String) -> Int? {
      words.firstIndex { $0 == name }.flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
    }
    guard let orphans = value("orphan"), let pages = value("mem") else { return nil }
    self.orphans = orphans
    self.pages = pages
  }
}
