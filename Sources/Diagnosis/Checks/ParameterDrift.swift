import Facts

/// Values in force that the configuration would not set: the next start of the host changes them.
enum ParameterDrift: Check {
  static let subject = Text(en: "running parameters against configured ones", zh: "运行中的参数与配置是否一致")

  static func examine(_ host: HostSnapshot) -> [Finding] {
    // The files set the initial network namespace only, which alone has this parameter.
    guard host.parameters[.deviceBacklog] != nil else { return [] }
    let drifted = host.configured.filter { name, configured in
      host.parameters[name].map { words($0) != words(configured.value) } ?? false
    }.sorted { $0.key.rawValue < $1.key.rawValue }
    guard !drifted.isEmpty else { return [] }
    var finding = host.advice(
      Text(
        en: "Parameters in force are not those that the host is configured with",
        zh: "正在生效的参数与主机配置不一致"))
    finding.evidence = drifted.map { evidence($0, host.parameters[$0] ?? "", $1) }
    finding.fixes = drifted.map { fix($0, host.parameters[$0] ?? "", $1) }
    return [finding]
  }

  private static func evidence(
    _ name: Sysctl, _ running: String, _ configured: ConfiguredParameter
  ) -> Reason {
    let running = words(running).joined(separator: " ")
    return Reason(
      "parameter-drift", "\(name.rawValue): \(running) / \(configured.value)",
      Text(
        en: "\(name.rawValue) is \(running); \(configured.file) says \(configured.value)",
        zh: "\(name.rawValue) 当前为 \(running)，而 \(configured.file) 写的是 \(configured.value)"),
      source: .configuration)
  }

  private static func fix(
    _ name: Sysctl, _ running: String, _ configured: ConfiguredParameter
  ) -> Fix {
    Fix(
      Text(
        en: "If the file is right, set what it says; if not, mend the file.",
        zh: "如果文件是对的，就按文件设置；否则修改文件。"),
      command: "sysctl -w \(name.rawValue)='\(configured.value)'",
      undo: "sysctl -w \(name.rawValue)='\(words(running).joined(separator: " "))'")
  }

  private static func words(_ text: String) -> [Substring] {
    text.split(whereSeparator: \.isWhitespace)
  }
}
