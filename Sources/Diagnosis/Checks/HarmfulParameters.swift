import Facts

/// Values that are known to make resets, or to have no use, whatever the host does.
enum HarmfulParameters: Check {
  static let subject = Text(en: "parameters that make resets", zh: "会引发 RST 的参数")

  static func examine(_ host: HostSnapshot) -> [Finding] {
    rules.compactMap { rule in
      guard let value = host.number(rule.parameter), rule.isHarmful(value, host) else { return nil }
      var finding = host.advice(rule.title)
      let name = rule.parameter.rawValue
      finding.evidence = [
        Reason("parameter", "\(name) = \(value)", Text("\(name) = \(value)")),
        Reason("parameter-effect", name, rule.effect),
      ]
      if let file = host.configured[rule.parameter], Int(file.value) == value {
        finding.evidence.append(
          Reason(
            "parameter-file", file.file,
            Text(en: "Set in \(file.file)", zh: "由 \(file.file) 设置"), source: .configuration))
      }
      finding.fixes = [
        Fix(
          rule.advice, command: "sysctl -w \(name)=\(rule.better(host))",
          undo: "sysctl -w \(name)=\(value)")
      ]
      return finding
    }
  }

  private struct Rule: Sendable {
    let parameter: Sysctl
    let title: Text
    let effect: Text
    let advice: Text
    let better: @Sendable (HostSnapshot) -> Int
    let isHarmful: @Sendable (Int, HostSnapshot) -> Bool
  }

  private static let rules = [
    Rule(
      parameter: .abortOnOverflow,
      title: Text(
        en: "A full accept queue resets connections instead of delaying them",
        zh: "全连接队列满时会重置连接，而不是让客户端稍后重试"),
      effect: Text(
        en:
          "It is a switch for finding overflows; in production it turns a retransmission into an error",
        zh: "这是排查用的开关；在生产环境中会把一次重传变成一次错误"),
      advice: Text(en: "Turn it off.", zh: "关闭它。"), better: { _ in 0 },
      isHarmful: { value, _ in value != 0 }),
    Rule(
      parameter: .synCookies,
      title: Text(en: "SYN cookies are off", zh: "SYN cookie 已关闭"),
      effect: Text(
        en: "A full SYN queue then drops SYNs: a burst or a flood keeps everybody out",
        zh: "半连接队列满后 SYN 会被直接丢弃，突发流量或攻击会让所有人都连不上"),
      advice: Text(
        en: "Turn them on for a full queue (the kernel's default).", zh: "队列满时启用（内核默认值）。"),
      better: { _ in 1 }, isHarmful: { value, _ in value == 0 }),
    Rule(
      parameter: .timeWaitRecycle,
      title: Text(
        en: "tcp_tw_recycle drops SYNs of clients behind one NAT address",
        zh: "tcp_tw_recycle 会丢弃同一 NAT 地址后其他客户端的 SYN"),
      effect: Text(
        en: "It compares timestamps of different hosts; Linux 4.12 removed it",
        zh: "它会比较不同主机的时间戳；Linux 4.12 已将其移除"),
      advice: Text(en: "Turn it off.", zh: "关闭它。"), better: { _ in 0 },
      isHarmful: { value, _ in value != 0 }),
    Rule(
      parameter: .retries2,
      title: Text(en: "Connections are given up after very few retransmissions", zh: "重传很少几次就放弃连接"),
      effect: Text(
        en:
          "tcp_retries2 holds for every connection of the host; RFC 1122 asks for at least 100 s (8)",
        zh: "tcp_retries2 作用于本机所有连接；RFC 1122 要求至少 100 秒（即 8 次）"),
      advice: Text(
        en: "Set it back; for one program, use TCP_USER_TIMEOUT on its sockets.",
        zh: "恢复默认；只针对某个程序时，在其套接字上设置 TCP_USER_TIMEOUT。"),
      better: { _ in 15 }, isHarmful: { value, _ in value < 8 }),
    Rule(
      parameter: .somaxconn,
      title: Text(
        en: "net.core.somaxconn is below the kernel's default", zh: "net.core.somaxconn 低于内核默认值"),
      effect: Text(
        en: "No listener's accept queue is longer, whatever backlog its program asks for",
        zh: "无论程序请求多大的 backlog，全连接队列都不会超过它"),
      advice: Text(
        en: "Raise it to the default since Linux 5.4, and have servers listen again.",
        zh: "调到 Linux 5.4 起的默认值，并让服务重新 listen。"),
      better: { _ in 4096 },
      // Before Linux 5.4 (commit 19f92a030ca6) 128 was the default: a value that was chosen is lower still.
      isHarmful: { value, host in
        value < 128
          || value < 4096 && host.listeners.contains { Int($0.limit) == value && $0.drops > 0 }
      }),
  ]
}
