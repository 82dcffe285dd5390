import Diagnosis
import Facts
import Knowledge

extension MemoryCost {
  /// Of a number of objects, or of bytes; nil where a parameter holds no memory, or how much is not known.
  init?(_ assignment: Assignment, now: String?, on capacity: HostCapacity) {
    guard let now, let unit = Self.units[assignment.key.rawValue] else { return nil }
    func last(_ text: String) -> Int? { text.split(separator: " ").last.flatMap { Int($0) } }
    guard let old = last(now), let new = last(assignment.value) else { return nil }
    let more = new - old
    guard more != 0 else { return nil }
    let (size, isExact) = unit.bytes(capacity)
    let (bytes, overflows) = more.multipliedReportingOverflow(by: size)
    guard !overflows else { return nil }
    self.bytes = bytes
    let about = isExact ? Text("") : Text(en: "about ", zh: "约 ")
    guard size > 1 else {
      working = unit.name
      return
    }
    working = Text(
      en: "\(more.grouped) \(unit.name.en) of \(about.en)\(size.grouped) bytes each, at the most",
      zh: "最多 \(more.grouped) \(unit.name.zh)，每个\(about.zh)\(size.grouped) 字节")
  }

  private struct Unit: Sendable {
    let name: Text
    let bytes: @Sendable (HostCapacity) -> (Int, Bool)

    static func of(_ object: HostCapacity.Object, _ name: Text) -> Unit {
      Unit(name: name) { $0.size(of: object) }
    }

    static func fixed(_ bytes: Int, _ name: Text) -> Unit {
      Unit(name: name) { _ in (bytes, true) }
    }
  }

  private static let units: [String: Unit] = [
    "net.core.somaxconn": .of(
      .connection, Text(en: "connections in a full accept queue", zh: "个连接（全连接队列占满时）")),
    "net.ipv4.tcp_max_syn_backlog": .of(.request, Text(en: "handshakes", zh: "个握手请求")),
    "net.ipv4.tcp_max_tw_buckets": .of(
      .timeWait, Text(en: "connections in TIME_WAIT", zh: "个 TIME_WAIT 连接")),
    "net.ipv4.ip_local_port_range": .of(
      .connection, Text(en: "connections to each destination", zh: "个连接（每个目的地）")),
    "net.netfilter.nf_conntrack_max": .of(.tracked, Text(en: "tracked connections", zh: "个跟踪条目")),
    // struct hlist_nulls_head: one pointer.
    "net.netfilter.nf_conntrack_buckets": .fixed(8, Text(en: "buckets", zh: "个哈希桶")),
    // Documentation/networking/ip-sysctl.rst, tcp_max_orphans: up to ~64K of unswappable memory.
    "net.ipv4.tcp_max_orphans": .fixed(65_536, Text(en: "orphans", zh: "个孤儿连接")),
    "net.ipv4.tcp_rmem": .fixed(
      1, Text(en: "for each connection whose receive buffer is full", zh: "每个占满接收缓冲区的连接")),
    "net.ipv4.tcp_wmem": .fixed(
      1, Text(en: "for each connection whose send buffer is full", zh: "每个占满发送缓冲区的连接")),
    "net.ipv4.tcp_mem": .fixed(4096, Text(en: "pages for all of TCP", zh: "页（TCP 总量）")),
    "fs.file-max": .of(.file, Text(en: "open files", zh: "个打开的文件")),
  ]
}

extension Int {
  /// `4,096`.
  public var grouped: String {
    let digits = String(magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + text
  }
}
