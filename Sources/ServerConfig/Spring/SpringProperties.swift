/// How long a Spring Boot server keeps idle connections: its application.properties or application.yml.
public enum SpringProperties {
  private struct Property {
    var value: String
    var place: ConfigPlace
  }

  /// The sides of a properties file.
  public static func sides(properties text: String, file: String) -> [SideReading] {
    var found: [String: Property] = [:]
    for line in ConfigLine.lines(text, file: file, comments: "#!") {
      let whole = line.text
      guard let sign = whole.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
      let value = String(whole[whole.index(after: sign)...]).trimming(" ")
      found[canonical(String(whole[..<sign]))] = Property(value: value, place: line.place())
    }
    return sides(found)
  }

  /// The sides of a YAML file.
  public static func sides(_ documents: [YAMLNode]) -> [SideReading] {
    var found: [String: Property] = [:]
    for document in documents { collect(document, "", &found) }
    return sides(found)
  }

  private static func collect(
    _ node: YAMLNode, _ prefix: String, _ found: inout [String: Property]
  ) {
    for entry in node.entries {
      let name = prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)"
      if let text = entry.value.text {
        found[canonical(name)] = Property(value: text, place: entry.value.place)
      } else {
        collect(entry.value, name, &found)
      }
    }
  }

  /// Spring takes `keep-alive-timeout`, `keepAliveTimeout` and `KEEP_ALIVE_TIMEOUT` for the same.
  private static func canonical(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
  }

  private static let servers = [
    ("server.tomcat.keepalivetimeout", "Tomcat"), ("server.tomcat.connectiontimeout", "Tomcat"),
    ("server.jetty.connectionidletimeout", "Jetty"),
    ("server.undertow.norequesttimeout", "Undertow"), ("server.netty.idletimeout", "Netty"),
    ("server.connectiontimeout", "server"),
  ]

  private static func sides(_ found: [String: Property]) -> [SideReading] {
    let limit = servers.lazy.compactMap { name, label in found[name].map { ($0, label) } }.first
    let most = found["server.tomcat.maxkeepaliverequests"]
    guard limit != nil || most != nil else { return [] }
    var side = SideReading(.server, label: limit?.1)
    if let (property, _) = limit {
      side.idle =
        property.value.hasPrefix("-")
        ? .value(.never, property.place)
        : ConfigReading(
          ConfigTime.duration(property.value, bare: .milliseconds(1)), as: property.value,
          at: property.place, zero: .unkept)
    }
    if let most, most.value != "-1" {
      side.requests = ConfigReading(number: most.value, at: most.place)
      if most.value == "1" { side.idle = .value(.unkept, most.place) }
    }
    return [side]
  }
}
