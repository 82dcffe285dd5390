/// What matters for resets in an nginx configuration, with the lines that set it.
public struct NginxSettings: Hashable, Sendable {
  public struct Listen: Hashable, Sendable {
    /// As written: `80`, `127.0.0.1:8080`, `[::]:443`.
    public var address: String
    public var port: UInt16
    /// Nil where the line does not say: NGX_LISTEN_BACKLOG, 511 on Linux.
    public var backlog: Int?
    public var reusesPort: Bool
    public var place: ConfigPlace
  }

  /// One `server` of `http`.
  public struct Server: Hashable, Sendable {
    public var names: [String]
    public var listens: [Listen]
    /// How long an idle connection of a client is kept; nil value: the setting holds a variable.
    public var keepaliveTimeout: Setting<Int?>
    public var keepaliveRequests: Setting<Int?>
    public var lingeringClose: Setting<String>
    public var resetsTimedOut: Setting<Bool>
  }

  /// One `upstream` with kept connections.
  public struct Upstream: Hashable, Sendable {
    public var name: String
    /// Idle connections kept in each worker; nil where none are.
    public var keepalive: Setting<Int?>
    public var timeout: Setting<Int?>
    public var requests: Setting<Int?>
  }

  public var servers: [Server]
  public var upstreams: [Upstream]
  public var workerConnections: Setting<Int>
  public var descriptorLimit: Setting<Int?>

  /// nginx's default of `listen … backlog` on Linux (`NGX_LISTEN_BACKLOG`).
  public static let defaultBacklog = 511

  /// The settings of a parsed configuration; values of an outer block hold for the inner ones.
  public init(_ directives: [NginxDirective]) {
    let main = NginxDirective(
      "main", [], at: ConfigPlace(file: "", line: 1, column: 1), block: directives)
    let http = main.children("http")
    servers = http.flatMap { http in
      http.children("server").map { Server($0, in: http) }
    }
    upstreams = http.flatMap { $0.children("upstream") }.map(Upstream.init)
    let connections = main.child("events")?.child("worker_connections")
    workerConnections = Setting(
      connections?.arguments.first.flatMap { Int($0) } ?? 512, at: connections?.place)
    let limit = main.child("worker_rlimit_nofile")
    descriptorLimit = Setting(limit?.arguments.first.flatMap { Int($0) }, at: limit?.place)
  }
}

extension NginxSettings.Server {
  fileprivate init(_ server: NginxDirective, in http: NginxDirective) {
    func found(_ name: String) -> NginxDirective? { server.child(name) ?? http.child(name) }
    func number(
      _ name: String, _ standard: Int, _ read: (String) -> Int?
    ) -> Setting<Int?> { .init(found(name), standard, read) }
    names = server.children("server_name").flatMap(\.arguments)
    let listens = server.children("listen").compactMap(NginxSettings.Listen.init)
    self.listens = listens
    keepaliveTimeout = number("keepalive_timeout", 75_000, NginxUnits.milliseconds)
    keepaliveRequests = number("keepalive_requests", 1000) { Int($0) }
    let lingering = found("lingering_close")
    lingeringClose = Setting(
      lingering?.arguments.first ?? "on", at: lingering?.place)
    let resets = found("reset_timedout_connection")
    resetsTimedOut = Setting(
      resets?.arguments.first == "on", at: resets?.place)
  }
}

extension NginxSettings.Listen {
  /// Nil for a Unix-domain socket, and for a port that is no number.
  fileprivate init?(_ directive: NginxDirective) {
    guard let address = directive.arguments.first, !address.hasPrefix("unix:") else { return nil }
    let end = address.hasSuffix("]") ? nil : address.split(separator: ":").last
    let text = end.map(String.init) ?? ""
    // Without a port it is 80; a name or address without a colon has dots or letters in it.
    let hasPort = Int(text) != nil && (address.contains(":") || Int(address) != nil)
    guard let port = hasPort ? UInt16(text) : 80 else { return nil }
    self.address = address
    self.port = port
    backlog = directive.arguments.first { $0.hasPrefix("backlog=") }.flatMap {
      Int($0.dropFirst(8))
    }
    reusesPort = directive.arguments.contains("reuseport")
    place = directive.place
  }
}

extension NginxSettings.Upstream {
  fileprivate init(_ directive: NginxDirective) {
    name = directive.arguments.first ?? ""
    keepalive = .init(directive.child("keepalive"), nil) { Int($0) }
    timeout = .init(directive.child("keepalive_timeout"), 60_000, NginxUnits.milliseconds)
    requests = .init(directive.child("keepalive_requests"), 1000) { Int($0) }
  }
}

extension Setting<Int?> {
  /// The first argument of a directive, or nginx's default where there is none.
  fileprivate init(_ directive: NginxDirective?, _ standard: Int?, _ read: (String) -> Int?) {
    guard let directive, let text = directive.arguments.first else {
      self.init(standard)
      return
    }
    self.init(read(text), at: directive.place)
  }
}
