/// How long an Apache httpd keeps idle connections: its virtual hosts', and those of `ProxyPass`.
public struct ApacheIdle {
  public typealias Include = NginxParser.Include

  /// What a section sets.
  private struct Section {
    var name: String
    var place: ConfigPlace
    var label: String?
    var keeps: ConfigReading<IdleLimit> = .absent
    var idle: ConfigReading<IdleLimit> = .absent
    var requests: ConfigReading<Int> = .absent
    var passes: [SideReading] = []
  }

  /// Sections that are open; the first is the whole server.
  private var open: [Section]
  private var hosts: [Section] = []
  private let include: Include

  /// The sides of a configuration; relative files are the caller's to resolve.
  public static func sides(
    _ text: String, file: String, include: @escaping Include = { _ in [] }
  ) throws(ConfigError) -> [SideReading] {
    let start = ConfigPlace(file: file, line: 1, column: 1)
    var reader = ApacheIdle(open: [Section(name: "", place: start)], include: include)
    try reader.read(text, file, depth: 0)
    if reader.open.count > 1, let section = reader.open.last {
      throw ConfigError(.unterminatedBlock(line: section.place.line), at: section.place)
    }
    return reader.sides
  }

  private init(open: [Section], include: @escaping Include) {
    self.open = open
    self.include = include
  }

  private mutating func read(_ text: String, _ file: String, depth: Int) throws(ConfigError) {
    for line in ConfigLine.lines(text, file: file) {
      let name = line.words[0].lowercased()
      if name.hasPrefix("</") {
        try close(line)
      } else if name.hasPrefix("<") {
        open.append(
          Section(name: String(name.dropFirst().prefix { $0 != ">" }), place: line.place()))
      } else if name == "include" || name == "includeoptional" {
        guard depth < 16, line.words.count > 1 else { continue }
        for inner in include(line.words[1]) { try read(inner.text, inner.path, depth: depth + 1) }
      } else {
        set(name, line)
      }
    }
  }

  private mutating func close(_ line: ConfigLine) throws(ConfigError) {
    let name = line.words[0].lowercased().dropFirst(2).prefix { $0 != ">" }
    guard open.count > 1, let section = open.popLast(), section.name == name else {
      throw ConfigError(.unexpected("<"), at: line.place())
    }
    if name == "virtualhost" {
      hosts.append(section)
    } else {
      // What stands in another section belongs to the host around it.
      open[open.count - 1].passes += section.passes
    }
  }

  private mutating func set(_ name: String, _ line: ConfigLine) {
    let last = open.lastIndex { $0.name == "virtualhost" || $0.name.isEmpty } ?? 0
    let value = line.words.count > 1 ? line.words[1] : ""
    switch name {
    case "keepalive":
      open[last].keeps =
        value.lowercased() == "off" ? .value(.unkept, line.place()) : .value(.never, line.place())
    case "keepalivetimeout":
      let isFine = value.lowercased().hasSuffix("ms")
      let time = ConfigTime.duration(value.lowercased(), bare: isFine ? nil : .seconds(1))
      open[last].idle = ConfigReading(time, as: value, at: line.place(), zero: .unkept)
    case "maxkeepaliverequests":
      open[last].requests = value == "0" ? .absent : ConfigReading(number: value, at: line.place())
    case "servername": open[last].label = value
    case "proxypass", "balancermember": pass(name, line)
    default: break
    }
  }

  /// `ProxyPass "/app" "http://backend" ttl=60 disablereuse=On`.
  private mutating func pass(_ name: String, _ line: ConfigLine) {
    let target = line.words.dropFirst().first { $0.contains("://") } ?? ""
    guard !target.isEmpty, !target.hasPrefix("balancer://") else { return }
    var side = SideReading(.client, label: "\(name) \(target)")
    for (index, word) in line.words.enumerated() {
      let pair = word.lowercased().split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { continue }
      if pair[0] == "disablereuse", pair[1] == "on" {
        side.idle = .value(.unkept, line.place(index))
      } else if pair[0] == "ttl", side.idle == .absent {
        let time = ConfigTime.duration(pair[1], bare: .seconds(1))
        side.idle = ConfigReading(time, as: pair[1], at: line.place(index), zero: .never)
      }
    }
    open[open.count - 1].passes.append(side)
  }

  private var sides: [SideReading] {
    let whole = open[0]
    let servers = hosts.isEmpty ? [whole] : hosts
    let named = servers.map { host in
      SideReading(
        .server, label: host.label.map { "host \($0)" },
        idle: Self.idle(host, whole), requests: host.requests.or(whole.requests))
    }
    return named + (whole.passes + hosts.flatMap(\.passes))
  }

  private static func idle(_ host: Section, _ whole: Section) -> ConfigReading<IdleLimit> {
    let keeps = host.keeps.or(whole.keeps)
    if case .value(.unkept, _) = keeps { return keeps }
    return host.idle.or(whole.idle)
  }
}

extension ConfigReading {
  /// This, or the other where this is not said.
  func or(_ other: ConfigReading) -> ConfigReading { self == .absent ? other : self }
}
