import Facts
import Linux

/// Kernel parameters: as they are, and as the configuration would set them.
enum Parameters {
  /// Those that checks look at.
  private static let wanted: [Sysctl] = [
    .abortOnOverflow, .somaxconn, .synCookies, .maxSynBacklog, .synRetries, .synACKRetries,
    .retries2, .localPortRange, .reservedPorts, .finTimeout, .keepaliveTime, .keepaliveInterval,
    .keepaliveProbes, .maxOrphans, .maxTimeWaitBuckets, .timeWaitRecycle, .timeWaitReuse,
    .timestamps, .migrateRequests, .deviceBacklog,
  ]

  /// Those that are there, with the configured ones of the network besides.
  static func running(with configured: some Sequence<Sysctl>) -> [Sysctl: String] {
    let others = configured.filter { $0.rawValue.hasPrefix("net.") }
    var values: [Sysctl: String] = [:]
    for name in wanted + others { values[name] = try? SysctlFS.read(name.rawValue) }
    return values
  }

  /// Of one name the first folder's file is read; of all files the last to set a parameter wins (sysctl.d(5)).
  static let folders = [
    "/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d",
  ]

  /// Below another root for tests.
  static func configured(root: String = "") -> [Sysctl: ConfiguredParameter] {
    var files: [String: String] = [:]
    for folder in folders.reversed() {
      for name in (try? Directory.entries(root + folder)) ?? [] where name.hasSuffix(".conf") {
        files[name] = "\(root)\(folder)/\(name)"
      }
    }
    // sysctl(8) reads this file last; systemd-sysctl(8) does so where a link in sysctl.d leads to it.
    let paths = files.sorted { $0.key < $1.key }.map(\.value) + [root + "/etc/sysctl.conf"]
    var values: [Sysctl: ConfiguredParameter] = [:]
    for path in paths {
      guard let bytes = try? FileDescriptor.open(path).readAll() else { continue }
      for (name, value) in SysctlText.settings(String(decoding: bytes, as: UTF8.self)) {
        values[name] = ConfiguredParameter(value: value, file: path)
      }
    }
    return values
  }
}

/// The text of a file of parameters (sysctl.conf(5)).
enum SysctlText {
  /// What it sets, in order. Names with wildcards, and lines that are no assignments, are left out.
  static func settings(_ text: String) -> [(Sysctl, String)] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let line = trimmed(line)
      guard let first = line.first, first != "#", first != ";",
        let equals = line.firstIndex(of: "=")
      else { return nil }
      var name = trimmed(line[..<equals])
      if name.first == "-" { name = trimmed(name.dropFirst()) }
      guard !name.isEmpty, !name.contains(where: { "*?[ \t".contains($0) }) else { return nil }
      return (Sysctl(rawValue: dotted(name)), String(trimmed(line[line.index(after: equals)...])))
    }
  }

  /// If the first separator is a slash, slashes and dots have changed places (sysctl.d(5)).
  private static func dotted(_ name: Substring) -> String {
    guard name.first(where: { $0 == "." || $0 == "/" }) == "/" else { return String(name) }
    return String(name.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 })
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return start.last.map { $0 == " " || $0 == "\t" } ?? false
      ? trimmed(start.dropLast()) : start
  }
}
