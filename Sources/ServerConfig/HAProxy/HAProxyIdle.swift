/// How long an HAProxy keeps idle connections: those of its clients, and its pools of servers.
public enum HAProxyIdle {
  public static func sides(_ settings: HAProxySettings) -> [SideReading] {
    settings.proxies.filter { $0.isHTTP.value != false }.flatMap { proxy in
      var sides: [SideReading] = []
      if proxy.kind != .backend { sides.append(client(proxy)) }
      if proxy.kind != .frontend { sides += proxy.servers.map { server($0, proxy) } }
      return sides
    }
  }

  private static func client(_ proxy: HAProxySettings.Proxy) -> SideReading {
    let label = "\(proxy.kind.rawValue) \(proxy.name)"
    if proxy.mode.value == .close, let place = proxy.mode.place {
      return SideReading(.server, label: label, idle: .value(.unkept, place))
    }
    let idle = proxy.clientIdle
    return SideReading(.server, label: label, idle: limit(idle))
  }

  /// Connections are pooled unless `http-reuse never`, `option httpclose` or `option http-server-close` says otherwise.
  private static func server(
    _ server: HAProxySettings.Server, _ proxy: HAProxySettings.Proxy
  ) -> SideReading {
    let label = "\(proxy.kind.rawValue) \(proxy.name), server \(server.name)"
    if let mode = proxy.mode.value, mode != .keepAlive, let place = proxy.mode.place {
      return SideReading(.client, label: label, idle: .value(.unkept, place))
    }
    if proxy.reuse.value == .never, let place = proxy.reuse.place {
      return SideReading(.client, label: label, idle: .value(.unkept, place))
    }
    return SideReading(.client, label: label, idle: limit(server.purgeDelay))
  }

  private static func limit(_ setting: Setting<Int?>) -> ConfigReading<IdleLimit> {
    guard let place = setting.place else { return .absent }
    guard let time = setting.value else { return .unknown("", place) }
    return .value(time == 0 ? .unkept : .after(.milliseconds(time)), place)
  }
}
