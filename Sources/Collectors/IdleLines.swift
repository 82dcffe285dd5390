public import Facts
import Linux
import ServerConfig

/// Looks up how long running proxies and servers keep idle connections, in the files that they were started with.
public struct IdleLines {
  /// What was read of each process; a reload starts new ones.
  private var known: [Int32: [IdleLine]] = [:]
  /// So many are remembered.
  private static let most = 256

  public init() {}

  /// The lines of a process's configuration; none where it has none that can be read.
  public mutating func lines(of process: Process) -> [IdleLine] {
    guard process.command == "nginx" || process.command == "haproxy" else { return [] }
    if let lines = known[process.pid] { return lines }
    if known.count >= Self.most { known.removeAll() }
    let sides = process.command == "nginx" ? Self.nginx(process.pid) : Self.haproxy(process.pid)
    let lines = sides.compactMap(IdleLine.init)
    known[process.pid] = lines
    return lines
  }

  /// A worker's file is in the title of its master: `nginx: master process /usr/sbin/nginx -c FILE`
  /// (`ngx_master_process_cycle()`).
  private static func nginx(_ pid: Int32) -> [SideReading] {
    let title = "nginx: master process "
    for candidate in [pid, parent(of: pid)].compactMap(\.self) {
      let line = ProcFS.arguments(of: candidate)?.joined(separator: " ") ?? ""
      guard line.hasPrefix(title) else { continue }
      let words = line.dropFirst(title.count).split(separator: " ").map(String.init)
      guard let reader = ConfigurationFiles(of: candidate) else { return [] }
      let prefix = value("-p", in: words).map { $0.hasSuffix("/") ? $0 : $0 + "/" }
      let file = value("-c", in: words) ?? "nginx.conf"
      let path = file.hasPrefix("/") ? file : (prefix ?? "/etc/nginx/") + file
      return reader.sides(of: "nginx", [path])
    }
    return []
  }

  /// A worker lives in an empty folder (`chroot`): its parent's files are looked at then.
  private static func haproxy(_ pid: Int32) -> [SideReading] {
    let words = ProcFS.arguments(of: pid) ?? []
    let paths = words.indices.dropLast().filter { words[$0] == "-f" }.map { words[$0 + 1] }
    guard paths.allSatisfy({ $0.hasPrefix("/") }) else { return [] }
    for candidate in [pid, parent(of: pid)].compactMap(\.self) {
      guard let reader = ConfigurationFiles(of: candidate) else { continue }
      let sides = reader.sides(of: "haproxy", paths)
      if !sides.isEmpty { return sides }
    }
    return []
  }

  private static func value(_ option: String, in words: [String]) -> String? {
    guard let index = words.firstIndex(of: option), index + 1 < words.count else { return nil }
    return words[index + 1]
  }

  /// `PPid` in /proc/PID/status.
  private static func parent(of pid: Int32) -> Int32? {
    guard let bytes = try? FileDescriptor.open("/proc/\(pid)/status").readAll() else { return nil }
    let line = bytes.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "PPid:".utf8) }
    return line.flatMap { line in
      Int32(String(decoding: line.dropFirst(5).filter { $0 > 32 }, as: UTF8.self))
    }
  }
}

/// The files of a process, as it sees them.
private struct ConfigurationFiles: ~Copyable {
  private let root: ProcessRoot

  init?(of pid: Int32) {
    guard let root = try? ProcessRoot(of: pid) else { return nil }
    self.root = root
  }

  func sides(of software: String, _ paths: [String]) -> [SideReading] {
    var files: [(path: String, text: String)] = []
    for path in paths {
      guard let bytes = try? root.read(path) else { return [] }
      files.append((path, String(decoding: bytes, as: UTF8.self)))
    }
    guard let main = files.first else { return [] }
    let folder = main.path[...(main.path.lastIndex(of: "/") ?? main.path.startIndex)]
    // However files include each other, so many are read.
    var texts: [String: [(path: String, text: String)]] = [:]
    for _ in 0..<16 {
      let asked = Asked()
      let sides = try? IdleReader.sides(of: software, files) { pattern in
        if let known = texts[pattern] { return known }
        asked.patterns.append(pattern)
        return []
      }
      guard !asked.patterns.isEmpty else { return sides ?? [] }
      for pattern in asked.patterns { texts[pattern] = included(pattern, String(folder)) }
    }
    return []
  }

  /// The patterns of `include` that were met.
  private final class Asked {
    var patterns: [String] = []
  }

  private func included(_ pattern: String, _ folder: String) -> [(path: String, text: String)] {
    let whole = pattern.hasPrefix("/") ? pattern : folder + pattern
    return root.paths(matching: whole).prefix(1000).compactMap { path in
      (try? root.read(path)).map { (path, String(decoding: $0, as: UTF8.self)) }
    }
  }
}

extension IdleLine {
  /// Nil where no line sets a limit.
  fileprivate init?(_ side: SideReading) {
    guard case .value(.after(let limit), let place) = side.idle else { return nil }
    self.init(
      side.role == .server ? .server : .client, limit: limit, file: place.file, line: place.line)
  }
}
