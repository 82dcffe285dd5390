/// How long a Tomcat keeps idle connections: the connectors of its server.xml.
public enum TomcatIdle {
  public static func sides(_ text: String, file: String) throws(ConfigError) -> [SideReading] {
    try XMLTags.read(text, file: file).filter { $0.name == "Connector" && !isAJP($0) }.map(side)
  }

  private static func isAJP(_ tag: XMLTags.Tag) -> Bool {
    tag.attributes["protocol"]?.value.lowercased().contains("ajp") == true
  }

  /// keepAliveTimeout, else connectionTimeout, else Tomcat's default; -1 is no limit.
  private static func side(_ tag: XMLTags.Tag) -> SideReading {
    let port = tag.attributes["port"]?.value
    var side = SideReading(.server, label: port.map { "port \($0)" })
    let limit = tag.attributes["keepAliveTimeout"] ?? tag.attributes["connectionTimeout"]
    if let limit {
      side.idle =
        limit.value.trimming(" ").hasPrefix("-")
        ? .value(.never, limit.place)
        : ConfigReading(
          ConfigTime.duration(limit.value, bare: .milliseconds(1)), as: limit.value,
          at: limit.place, zero: .unkept)
    }
    if let most = tag.attributes["maxKeepAliveRequests"] {
      switch most.value {
      case "1": side.idle = .value(.unkept, most.place)
      case "-1": break
      default: side.requests = ConfigReading(number: most.value, at: most.place)
      }
    }
    return side
  }
}
