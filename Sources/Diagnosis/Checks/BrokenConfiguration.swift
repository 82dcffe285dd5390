import Facts

/// Configuration files of running servers that cannot be understood: the next start or reload fails.
enum BrokenConfiguration: Check {
  static let subject = Text(en: "configuration files of running servers", zh: "运行中的服务的配置文件")

  static func examine(_ host: HostSnapshot) -> [Finding] {
    host.brokenFiles.map { broken in
      var finding = host.advice(
        Text(
          en: "A server's configuration cannot be understood", zh: "服务的配置文件无法解析"),
        process: broken.program)
      let place = "\(broken.file):\(broken.line):\(broken.column)"
      finding.evidence = [
        Reason(
          "configuration-error", place,
          Text(en: "\(place): \(broken.problem)", zh: "\(place)：\(broken.problem)"),
          source: .configuration)
      ]
      finding.fixes = [
        Fix(
          Text(en: "Have the server check it before the next reload.", zh: "下次重新加载之前，先让服务自己检查。"),
          command: "nginx -t")
      ]
      return finding
    }
  }
}
