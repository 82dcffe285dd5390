/// How long an nginx keeps idle connections: those of its clients, server by server and location by location, and those
/// to its upstreams.
public struct NginxIdle {
  private let http: [NginxDirective]
  private var sides: [SideReading] = []

  /// The sides of a parsed configuration; values of an outer block hold for the inner ones.
  public static func sides(_ directives: [NginxDirective]) -> [SideReading] {
    var idle = NginxIdle(http: directives.filter { $0.name == "http" })
    for http in idle.http {
      for server in http.children("server") {
        idle.read(server, in: [http], of: Self.name(server))
      }
    }
    return idle.sides
  }

  private init(http: [NginxDirective]) { self.http = http }

  private static func name(_ server: NginxDirective) -> String {
    let names = server.children("server_name").flatMap(\.arguments).filter { $0 != "_" }
    let listens = server.children("listen").compactMap(\.arguments.first)
    return "server " + (names.first ?? listens.first ?? "\(server.place)")
  }

  /// A server, or a location in it.
  private mutating func read(
    _ block: NginxDirective, in outer: [NginxDirective], of label: String
  ) {
    let levels = outer + [block]
    // A location has a side of its own only where it says something.
    let says = ["keepalive_timeout", "keepalive_requests", "keepalive_time"]
    if block.name == "server" || says.contains(where: { block.child($0) != nil }) {
      sides.append(clientSide(levels, label))
    }
    for pass in block.children("proxy_pass") + block.children("grpc_pass") {
      sides.append(upstreamSide(pass, levels, label))
    }
    guard levels.count < 64 else { return }
    for inner in block.block ?? [] where ["location", "if", "limit_except"].contains(inner.name) {
      let name = inner.name == "location" ? inner.arguments.joined(separator: " ") : inner.name
      let parent = block.name == "server" ? "\(label), location" : label
      read(inner, in: levels, of: "\(parent) \(name)")
    }
  }

  private func found(_ name: String, _ levels: [NginxDirective]) -> NginxDirective? {
    levels.reversed().lazy.compactMap { $0.child(name) }.first
  }

  private func clientSide(_ levels: [NginxDirective], _ label: String) -> SideReading {
    SideReading(
      .server, label: label, idle: limit(found("keepalive_timeout", levels)),
      requests: number(found("keepalive_requests", levels)),
      age: time(found("keepalive_time", levels)))
  }

  private func upstreamSide(
    _ pass: NginxDirective, _ levels: [NginxDirective], _ label: String
  ) -> SideReading {
    let target = pass.arguments.first ?? ""
    let name = Self.upstreamName(target)
    let label = "\(label) → \(target)"
    if target.contains("$") {
      return SideReading(.client, label: label, idle: .unknown(target, pass.place))
    }
    guard let block = upstream(name), let kept = block.child("keepalive") else {
      return SideReading(
        .client, label: label,
        idle: .assumed(.unkept, "no keepalive for \(name), nginx before 1.29.7"))
    }
    if kept.arguments.first == "0" {
      return SideReading(.client, label: label, idle: .value(.unkept, kept.place))
    }
    if pass.name == "proxy_pass", let reason = unkept(levels) {
      return SideReading(.client, label: label, idle: reason)
    }
    return SideReading(
      .client, label: label, idle: limit(block.child("keepalive_timeout")),
      requests: number(block.child("keepalive_requests")),
      age: time(block.child("keepalive_time")))
  }

  private func upstream(_ name: String) -> NginxDirective? {
    http.flatMap { $0.children("upstream") }.first { $0.arguments.first == name }
  }

  /// The host of `http://backend/path`.
  private static func upstreamName(_ target: String) -> String {
    let rest = target.firstRange(of: "://").map { target[$0.upperBound...] } ?? target[...]
    return String(rest.prefix { $0 != "/" && $0 != ":" })
  }

  /// Why connections to an upstream are not kept although it has `keepalive`; nil where they are.
  private func unkept(_ levels: [NginxDirective]) -> ConfigReading<IdleLimit>? {
    guard let version = found("proxy_http_version", levels) else {
      return .assumed(.unkept, "no proxy_http_version 1.1, nginx before 1.29.7")
    }
    if version.arguments.first == "1.0" { return .value(.unkept, version.place) }
    // Headers of an outer block hold only where the inner one sets none.
    let headers = levels.reversed().lazy.map { $0.children("proxy_set_header") }
      .first { !$0.isEmpty }
    let connection = headers?.last { $0.arguments.first?.lowercased() == "connection" }
    guard let connection else {
      return .assumed(.unkept, "no proxy_set_header Connection \"\", nginx before 1.29.7")
    }
    let value = connection.arguments.dropFirst().first ?? ""
    if value.contains("$") { return .unknown(value, connection.place) }
    return value.lowercased() == "close" ? .value(.unkept, connection.place) : nil
  }

  private func limit(_ directive: NginxDirective?) -> ConfigReading<IdleLimit> {
    guard let directive, let text = directive.arguments.first else { return .absent }
    guard let time = NginxUnits.milliseconds(text) else { return .unknown(text, directive.place) }
    return .value(time == 0 ? .unkept : .after(.milliseconds(time)), directive.place)
  }

  private func time(_ directive: NginxDirective?) -> ConfigReading<Duration> {
    guard let directive, let text = directive.arguments.first else { return .absent }
    guard let time = NginxUnits.milliseconds(text) else { return .unknown(text, directive.place) }
    return .value(.milliseconds(time), directive.place)
  }

  private func number(_ directive: NginxDirective?) -> ConfigReading<Int> {
    guard let directive, let text = directive.arguments.first else { return .absent }
    guard let number = Int(text) else { return .unknown(text, directive.place) }
    return .value(number, directive.place)
  }
}
