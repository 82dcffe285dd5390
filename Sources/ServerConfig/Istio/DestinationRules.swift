/// How long the proxies of Istio keep idle connections to a service: what its DestinationRules say.
public enum DestinationRules {
  public static func sides(_ documents: [YAMLNode]) -> [SideReading] {
    documents.filter { $0["kind"]?.text == "DestinationRule" }.flatMap { rule in
      let host = rule.at("spec", "host")?.text ?? "?"
      var sides = policy(rule.at("spec", "trafficPolicy"), host)
      for subset in rule.at("spec", "subsets")?.list ?? [] {
        guard subset["trafficPolicy"] != nil else { continue }
        sides += policy(subset["trafficPolicy"], "\(host) \(subset["name"]?.text ?? "?")")
      }
      return sides
    }
  }

  /// A policy, and those of single ports.
  private static func policy(_ policy: YAMLNode?, _ label: String) -> [SideReading] {
    guard let policy else { return [SideReading(.client, label: label)] }
    var sides = [pool(policy["connectionPool"], label)]
    for port in policy["portLevelSettings"]?.list ?? [] {
      let number = port.at("port", "number")?.text ?? "?"
      sides.append(pool(port["connectionPool"], "\(label):\(number)"))
    }
    return sides
  }

  private static func pool(_ pool: YAMLNode?, _ label: String) -> SideReading {
    var side = SideReading(.client, label: label)
    if let idle = pool?.at("http", "idleTimeout"), let text = idle.text {
      side.idle = ConfigReading(ConfigTime.duration(text), as: text, at: idle.place, zero: .never)
    }
    if let most = pool?.at("http", "maxRequestsPerConnection"), let text = most.text, text != "0" {
      side.requests = ConfigReading(number: text, at: most.place)
      if text == "1" { side.idle = .value(.unkept, most.place) }
    }
    if let time = pool?.at("tcp", "tcpKeepalive", "time"), let text = time.text {
      side.probes =
        ConfigTime.duration(text).map { .value($0, time.place) } ?? .unknown(text, time.place)
    }
    return side
  }
}
