/// How long an Envoy keeps idle connections: its listeners' and its clusters'.
public enum EnvoyIdle {
  /// The sides of a bootstrap configuration, or of listeners and clusters by themselves.
  public static func sides(_ documents: [YAMLNode]) -> [SideReading] {
    documents.flatMap { document in
      document.all.flatMap { node -> [SideReading] in
        if isManager(node) { return [listener(node)] }
        if isCluster(node) { return [cluster(node)] }
        return []
      }
    }
  }

  private static func isManager(_ node: YAMLNode) -> Bool {
    node["@type"]?.text?.hasSuffix(".HttpConnectionManager") == true
      || node["stat_prefix"] != nil && node["http_filters"] != nil
  }

  private static func isCluster(_ node: YAMLNode) -> Bool {
    guard node["name"] != nil else { return false }
    return ["load_assignment", "lb_policy", "connect_timeout", "eds_cluster_config"]
      .contains { node[$0] != nil }
  }

  private static func listener(_ node: YAMLNode) -> SideReading {
    let options = node["common_http_protocol_options"]
    return side(.server, "listener " + (node["stat_prefix"]?.text ?? ""), options)
  }

  private static func cluster(_ node: YAMLNode) -> SideReading {
    let extensions = node["typed_extension_protocol_options"]?.entries ?? []
    let options =
      extensions.lazy.compactMap { $0.value["common_http_protocol_options"] }.first
      ?? node["common_http_protocol_options"]
    var side = side(.client, "cluster " + (node["name"]?.text ?? ""), options)
    if let probes = node.at("upstream_connection_options", "tcp_keepalive", "keepalive_time"),
      let text = probes.text
    {
      side.probes =
        Int(text).map { .value(.seconds($0), probes.place) } ?? .unknown(text, probes.place)
    }
    if side.requests == .absent, let most = node["max_requests_per_connection"],
      let text = most.text
    {
      side.requests = ConfigReading(number: text, at: most.place)
    }
    return side
  }

  private static func side(
    _ role: SideReading.Role, _ label: String, _ options: YAMLNode?
  ) -> SideReading {
    var side = SideReading(role, label: label)
    if let idle = options?["idle_timeout"], let text = idle.text {
      side.idle = ConfigReading(ConfigTime.duration(text), as: text, at: idle.place, zero: .never)
    }
    if let age = options?["max_connection_duration"], let text = age.text {
      side.age =
        ConfigTime.duration(text).map { .value($0, age.place) } ?? .unknown(text, age.place)
    }
    if let most = options?["max_requests_per_connection"], let text = most.text {
      side.requests = ConfigReading(number: text, at: most.place)
      if text == "1", role == .client { side.idle = .value(.unkept, most.place) }
    }
    return side
  }
}
