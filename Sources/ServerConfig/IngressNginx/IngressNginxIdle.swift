/// How long ingress-nginx keeps idle connections: its ConfigMap, and the annotations of Ingresses.
public enum IngressNginxIdle {
  public static func sides(_ documents: [YAMLNode]) -> [SideReading] {
    // `kubectl get -o yaml` of several objects makes a list.
    let objects = documents.flatMap { $0["kind"]?.text == "List" ? $0["items"]?.list ?? [] : [$0] }
    return objects.flatMap { object -> [SideReading] in
      switch object["kind"]?.text {
      case "ConfigMap": map(object)
      case "Ingress": ingress(object)
      default: []
      }
    }
  }

  private static func map(_ object: YAMLNode) -> [SideReading] {
    let data = object["data"]
    let known = [
      "keep-alive", "upstream-keepalive", "proxy-body", "use-", "log-", "ssl-", "enable-",
    ]
    // A ConfigMap of something else says nothing.
    guard
      data?.entries.contains(where: { entry in known.contains { entry.key.hasPrefix($0) } })
        == true
    else { return [] }
    let name = object.at("metadata", "name")?.text
    var server = SideReading(.server, label: name)
    server.idle = limit(data?["keep-alive"], zero: .unkept)
    server.requests = count(data?["keep-alive-requests"])
    var client = SideReading(.client, label: name)
    client.idle = limit(data?["upstream-keepalive-timeout"], zero: .unkept)
    client.requests = count(data?["upstream-keepalive-requests"])
    if let pool = data?["upstream-keepalive-connections"], pool.text == "0" {
      client.idle = .value(.unkept, pool.place)
    }
    return [server, client]
  }

  private static func limit(_ node: YAMLNode?, zero: IdleLimit) -> ConfigReading<IdleLimit> {
    guard let node, let text = node.text else { return .absent }
    let time = NginxUnits.milliseconds(text).map { Duration.milliseconds($0) }
    return ConfigReading(time, as: text, at: node.place, zero: zero)
  }

  private static func count(_ node: YAMLNode?) -> ConfigReading<Int> {
    guard let node, let text = node.text else { return .absent }
    return ConfigReading(number: text, at: node.place)
  }

  /// Snippets are nginx's own language; the connection header and the version end reuse.
  private static func ingress(_ object: YAMLNode) -> [SideReading] {
    let prefix = "nginx.ingress.kubernetes.io/"
    let label = "ingress " + (object.at("metadata", "name")?.text ?? "?")
    var sides: [SideReading] = []
    for entry in object.at("metadata", "annotations")?.entries ?? []
    where entry.key.hasPrefix(prefix) {
      guard let text = entry.value.text else { continue }
      let place = entry.value.place
      switch entry.key.dropFirst(prefix.count) {
      case "server-snippet", "configuration-snippet":
        if let side = snippet(text, at: place, label) { sides.append(side) }
      case "connection-proxy-header" where text.lowercased() == "close",
        "proxy-http-version" where text == "1.0":
        sides.append(SideReading(.client, label: label, idle: .value(.unkept, place)))
      default: break
      }
    }
    return sides
  }

  private static func snippet(_ text: String, at place: ConfigPlace, _ label: String)
    -> SideReading?
  {
    let directives = NginxParser.parse(text, file: place.file).directives
    guard let directive = directives.last(where: { $0.name == "keepalive_timeout" }),
      let value = directive.arguments.first
    else { return nil }
    // A block scalar begins in the line after its mark.
    let line = place.line + directive.place.line - (text.contains("\n") ? 0 : 1)
    let at = ConfigPlace(file: place.file, line: line, column: place.column)
    let time = NginxUnits.milliseconds(value).map { Duration.milliseconds($0) }
    return SideReading(
      .server, label: label, idle: ConfigReading(time, as: value, at: at, zero: .unkept))
  }
}
