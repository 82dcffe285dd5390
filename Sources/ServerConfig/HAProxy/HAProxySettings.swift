/// What matters for resets in an HAProxy configuration, with the lines that set it.
public struct HAProxySettings: Hashable, Sendable {
  /// An address to listen on.
  public struct Bind: Hashable, Sendable {
    /// As written: `*:80`, `:443`, `[::1]:8080`.
    public var address: String
    /// The first and the last port; nil where it is a variable.
    public var ports: ClosedRange<UInt16>?
    public var backlog: Setting<Int?>
    public var place: ConfigPlace
  }

  /// A server behind it.
  public struct Server: Hashable, Sendable {
    public var name: String
    /// As written, without the port.
    public var address: String
    public var port: UInt16?
    /// How often half of the idle connections to it are closed, in milliseconds.
    public var purgeDelay: Setting<Int?>
    public var place: ConfigPlace
  }

  public enum Timeout: String, Hashable, Sendable, CaseIterable {
    case client, server, connect, tunnel, queue
    case httpRequest = "http-request"
    case httpKeepAlive = "http-keep-alive"
    case clientFin = "client-fin"
    case serverFin = "server-fin"
  }

  /// What becomes of connections after a response.
  public enum ConnectionMode: String, Hashable, Sendable, CaseIterable {
    case keepAlive = "http-keep-alive"
    /// The client's is kept, the server's is closed.
    case serverClose = "http-server-close"
    case close = "httpclose"
  }

  public enum Reuse: String, Hashable, Sendable, CaseIterable {
    case never, safe, aggressive, always
  }

  public var proxies: [Proxy]
  public var maxConnections: Setting<Int?>
  /// `ulimit-n`; HAProxy computes it where no line sets it.
  public var descriptorLimit: Setting<Int?>
  /// Known settings with values that they cannot have.
  public var errors: [ConfigError]

  /// The settings of a parsed configuration; those of a `defaults` section hold for what follows it.
  public init(_ sections: [HAProxySection]) {
    var reader = HAProxyReader()
    let global = sections.filter { $0.keyword == "global" }.flatMap(\.directives)
    maxConnections = reader.number(global, "maxconn")
    descriptorLimit = reader.number(global, "ulimit-n")
    let inheritance = HAProxyInheritance(sections)
    proxies = sections.indices.compactMap { index in
      guard let kind = Proxy.Kind(rawValue: sections[index].keyword) else { return nil }
      return reader.proxy(kind, sections[index], inheritance.directives(of: index))
    }
    errors = reader.errors
  }
}

extension HAProxySettings {
  /// One `frontend`, `backend` or `listen`; times are in milliseconds.
  public struct Proxy: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable { case frontend, backend, listen }

    public var kind: Kind
    public var name: String
    public var place: ConfigPlace
    /// Whether it is there only under a condition that the file alone does not decide.
    public var isConditional: Bool
    public var isHTTP: Setting<Bool?>
    public var binds: [Bind]
    public var servers: [Server]
    /// Names of backends that it may choose.
    public var backends: [String]
    public var timeouts: [Timeout: Setting<Int?>]
    public var mode: Setting<ConnectionMode?>
    public var reuse: Setting<Reuse?>
    /// Connections at a time; nil or 0 without a line: as many as the process may have.
    public var maxConnections: Setting<Int?>
    public var backlog: Setting<Int?>
    /// `option nolinger`: its connections end with a reset.
    public var resetsAtClose: Setting<Bool?>

    /// A time limit; a value of nil without a line is none.
    public func timeout(_ name: Timeout) -> Setting<Int?> { timeouts[name] ?? Setting(nil) }

    /// How long an idle connection of a client is kept: `timeout http-keep-alive`, else `timeout http-request`, else
    /// `timeout client` (configuration manual, "timeout http-keep-alive").
    public var clientIdle: Setting<Int?> {
      let names: [Timeout] =
        isHTTP.value == false ? [.client] : [.httpKeepAlive, .httpRequest, .client]
      return names.map(timeout).first { $0.place != nil } ?? Setting(nil)
    }

    /// The backlog that one of its addresses is given: its own, the proxy's, else the number of connections (manual,
    /// "backlog"); nil where that is the process's.
    public func backlog(of bind: Bind) -> Setting<Int?> {
      [bind.backlog, backlog, maxConnections].first { $0.place != nil && $0.value != 0 }
        ?? Setting(nil)
    }
  }
}
