internal import Diagnosis

/// The words around a cause's own text, in its page and in the documentation.
enum CauseWords {
  static let mechanism = Text(en: "What the kernel does", zh: "内核的行为")
  static let needs = Text(en: "What it is judged by", zh: "判断所需的证据")
  static let fixes = Text(en: "What to change", zh: "如何处理")
  static let wrongFixes = Text(en: "What does not help", zh: "常见误区")
  static let lookAlikes = Text(en: "What looks the same", zh: "易混淆的原因")
  static let lab = Text(en: "See it happen", zh: "亲眼看到")
  static let references = Text(en: "References", zh: "参考资料")

  static func family(_ family: Family) -> Text {
    switch family {
    case .idleAndReuse: Text(en: "Idle and reused connections", zh: "空闲与复用")
    case .closing: Text(en: "Closing", zh: "连接关闭")
    case .admission: Text(en: "Admission and limits", zh: "连接准入与限制")
    case .mismatch: Text(en: "Mismatch and local policy", zh: "配置不符与本地策略")
    case .network: Text(en: "Network and kernel state", zh: "网络与内核状态")
    case .harmless: Text(en: "Harmless", zh: "无害")
    }
  }

  static func need(_ need: Need) -> Text {
    switch need {
    case .senderKernel:
      Text(en: "the kernel of the host that sent the RST", zh: "发送 RST 的主机的内核")
    case .receiverKernel:
      Text(en: "the kernel of the host that received the RST", zh: "收到 RST 的主机的内核")
    case .trigger:
      Text(en: "the segment that the RST answers", zh: "触发 RST 的报文段")
    case .closeMemory:
      Text(en: "how the connection was closed earlier", zh: "此前连接是如何关闭的")
    case .listenerState:
      Text(en: "the listening socket and its queue", zh: "监听套接字及其队列")
    case .processExit:
      Text(en: "how the process ended", zh: "进程是如何结束的")
    case .packet:
      Text(en: "the RST's headers beside the connection's other ones", zh: "RST 及该连接其他报文的报文头")
    case .firewallRules:
      Text(en: "the rules of this host's packet filter", zh: "本机防火墙的规则")
    case .failedSocket:
      Text(en: "the kernel of the host on which the connection failed", zh: "连接失败的那台主机的内核")
    case .counters:
      Text(en: "the counters of the server's network namespace", zh: "服务端网络命名空间的计数器")
    }
  }
}

extension Language {
  /// What stands between a thing and what is said about it.
  var colon: String {
    switch self {
    case .english: ": "
    case .chinese: "："
    }
  }
}
