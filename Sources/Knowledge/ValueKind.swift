public import Diagnosis

/// What the text of a parameter holds.
public enum ValueKind: Hashable, Sendable {
  /// 0 or 1.
  case flag
  /// One of a few numbers.
  case choice(ClosedRange<Int>)
  case number(Unit, ClosedRange<Int>)
  /// The first and the last of a range of ports.
  case portRange
  /// Ports and ranges of ports, separated by commas.
  case ports
  /// Three numbers: least, default or pressure, most.
  case triple(Unit)
  /// Bits.
  case mask

  /// Whether the kernel would take this text; its shape only.
  public func admits(_ text: String) -> Bool {
    let numbers = text.split { $0 == " " || $0 == "\t" }.map { Int($0) }
    switch self {
    case .flag: return text == "0" || text == "1"
    case .choice(let range), .number(_, let range):
      return numbers.count == 1 && numbers[0].map(range.contains) ?? false
    case .portRange:
      guard numbers.count == 2, let first = numbers[0], let last = numbers[1] else { return false }
      return 1 <= first && first <= last && last <= 65_535
    case .triple: return numbers.count == 3 && numbers.allSatisfy { ($0 ?? -1) >= 0 }
    case .mask: return numbers.count == 1 && numbers[0] != nil
    case .ports: return text.allSatisfy { $0.isNumber || $0 == "," || $0 == "-" }
    }
  }
}

/// What a number counts.
public enum Unit: String, Sendable, CaseIterable {
  case packets, connections, sockets, retries, probes, seconds, milliseconds, microseconds, bytes
  case pages, files, entries, buckets, perSecond

  public var text: Text {
    switch self {
    case .packets: Text(en: "packets", zh: "个报文")
    case .connections: Text(en: "connections", zh: "个连接")
    case .sockets: Text(en: "sockets", zh: "个套接字")
    case .retries: Text(en: "retries", zh: "次重试")
    case .probes: Text(en: "probes", zh: "次探测")
    case .seconds: Text(en: "seconds", zh: "秒")
    case .milliseconds: Text(en: "milliseconds", zh: "毫秒")
    case .microseconds: Text(en: "microseconds", zh: "微秒")
    case .bytes: Text(en: "bytes", zh: "字节")
    case .pages: Text(en: "pages", zh: "页")
    case .files: Text(en: "files", zh: "个文件")
    case .entries: Text(en: "entries", zh: "个条目")
    case .buckets: Text(en: "buckets", zh: "个桶")
    case .perSecond: Text(en: "per second", zh: "次每秒")
    }
  }
}
