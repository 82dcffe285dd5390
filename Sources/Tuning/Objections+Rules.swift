import Diagnosis
import Facts
import Knowledge

extension Objections {
  /// Switches that are right as the kernel has them.
  static let switches: [Rule] = [
    Rule(key: "net.ipv4.tcp_tw_recycle", isFinal: true) { question in
      guard question.number != 0 else { return nil }
      return Text(
        en: "it drops the SYNs of clients that share an address behind NAT; Linux 4.12 removed it",
        zh: "它会丢弃 NAT 后共用同一地址的客户端的 SYN；Linux 4.12 已将其移除")
    },
    Rule(key: "net.ipv4.tcp_abort_on_overflow") { question in
      guard question.number != 0, !question.place.isTrial else { return nil }
      return Text(
        en:
          "it turns a burst that costs one retransmission into an error for each client; use it with --trial only, to find what overflows",
        zh: "它会把只需一次重传的突发变成每个客户端的一次报错；只应配合 --trial 短时用于定位溢出")
    },
    Rule(key: "net.ipv4.tcp_syncookies") { question in
      guard question.number == 0 else { return nil }
      return Text(
        en: "without SYN cookies a full SYN queue keeps everybody out",
        zh: "关闭 SYN cookie 后，半连接队列一满，所有人都连不上")
    },
    Rule(key: "net.ipv4.tcp_timestamps") { question in
      guard question.number == 0 else { return nil }
      return Text(
        en:
          "without timestamps TIME_WAIT ports are not reused and old segments of fast connections are not told apart (RFC 7323)",
        zh: "关闭时间戳后无法复用 TIME_WAIT 端口，高速连接也无法识别旧报文（RFC 7323）")
    },
  ]

  /// Limits that do harm when they are low, or reach what others use.
  static let limits: [Rule] = [
    Rule(key: "net.ipv4.tcp_max_orphans") { question in
      guard question.isLower else { return nil }
      return Text(
        en: "above it the kernel resets connections that still have data to send",
        zh: "超过它时，内核会重置仍有数据要发送的连接")
    },
    Rule(key: "net.ipv4.tcp_max_tw_buckets") { question in
      guard question.isLower else { return nil }
      return Text(
        en: "above it TIME_WAIT is skipped, and late segments reach another's connection",
        zh: "超过它时会跳过 TIME_WAIT，迟到的报文可能落到别的连接上")
    },
    Rule(key: "net.core.somaxconn") { question in
      let users = question.place.host.listeners.filter { Int($0.limit) > question.number }
      guard question.isLower, let first = users.max(by: { $0.limit < $1.limit }) else { return nil }
      return Text(
        en:
          "\(WaitingListener(listener: first, isBoundByParameter: true).name) has a queue of \(first.limit)",
        zh:
          "\(WaitingListener(listener: first, isBoundByParameter: true).name) 的队列上限是 \(first.limit)"
      )
    },
    Rule(key: "net.ipv4.tcp_retries2") { question in
      guard question.number < 8 else { return nil }
      return Text(
        en:
          "RFC 1122 asks for at least 100 s, which is 8: below it a short loss of the path ends every connection",
        zh: "RFC 1122 要求至少 100 秒（即 8 次）：更小时网络短暂中断就会断开所有连接")
    },
    Rule(key: "net.ipv4.tcp_syn_retries") { question in
      guard question.number < 2 else { return nil }
      return Text(
        en: "one or two lost packets would fail a connect()", zh: "丢一两个报文就会导致 connect() 失败")
    },
    Rule(key: "net.ipv4.tcp_synack_retries") { question in
      guard question.number < 2 else { return nil }
      return Text(
        en: "clients with a lossy path would not get in", zh: "链路有丢包的客户端将无法建立连接")
    },
    Rule(key: "net.netfilter.nf_conntrack_tcp_timeout_established") { question in
      guard question.number < 300 else { return nil }
      return Text(
        en:
          "connections that are idle for longer would be forgotten, and their next packet lost or reset",
        zh: "空闲更久的连接会被遗忘，下一个报文会丢失或被重置")
    },
    Rule(key: "fs.file-max") { question in
      guard question.isLower else { return nil }
      return Text(
        en: "above it no process of the host can open a file", zh: "超过它后本机任何进程都无法再打开文件")
    },
    Rule(key: "net.ipv4.ip_local_port_range") { portRange($0) },
  ]

  /// Values that are about memory.
  static let memories: [Rule] = [
    Rule(key: "net.ipv4.tcp_mem", isFinal: true) { question in
      let pages = question.place.capacity.memory / 4096
      guard let most = question.numbers.last, most > pages else { return nil }
      return Text(
        en: "\(most.grouped) pages are more than this host's memory of \(pages.grouped)",
        zh: "\(most.grouped) 页超过了本机内存（\(pages.grouped) 页）")
    },
    ascending("net.ipv4.tcp_mem"), ascending("net.ipv4.tcp_rmem"), ascending("net.ipv4.tcp_wmem"),
    Rule(key: "net.netfilter.nf_conntrack_buckets", isFinal: true) { question in
      // nf_ct_alloc_hashtable() rounds up to whole pages of pointers.
      guard question.number % 512 != 0 else { return nil }
      let next = (question.number / 512 + 1) * 512
      return Text(
        en: "the kernel would round it up: ask for \(next)", zh: "内核会向上取整：请使用 \(next)")
    },
    Rule(key: "net.netfilter.nf_conntrack_max") { question in
      let bytes = question.number * question.place.capacity.size(of: .tracked).bytes
      guard bytes > question.place.capacity.memory / 4 else { return nil }
      return Text(
        en:
          "a full table would take \(bytes.grouped) bytes, more than a quarter of this host's memory",
        zh: "表满时将占用 \(bytes.grouped) 字节，超过本机内存的四分之一")
    },
  ]

  private static func ascending(_ key: String) -> Rule {
    Rule(key: key, isFinal: true) { question in
      guard question.numbers != question.numbers.sorted() || question.numbers.first == 0 else {
        return nil
      }
      return Text(
        en: "the three numbers must ascend, from above 0", zh: "三个数必须从大于 0 起依次递增")
    }
  }

  /// A range over ports that servers need, unless these are kept out of it.
  private static func portRange(_ question: Question) -> Text? {
    let ends = question.numbers
    guard ends.count == 2, ends[0] <= ends[1] else { return nil }
    let reserved = PortSet(question.planned(.reservedPorts) ?? "") ?? PortSet([])
    let served = question.place.servedPorts.filter {
      (ends[0]...ends[1]).contains($0) && !reserved.contains($0)
    }.sorted()
    let present = question.place.numbers(.localPortRange)
    let isNew = { (port: Int) in present.count < 2 || !(present[0]...present[1]).contains(port) }
    if let port = served.first(where: isNew) {
      return Text(
        en:
          "port \(port) is one that a server listens on: an outgoing connection could take it first; put it into net.ipv4.ip_local_reserved_ports",
        zh: "端口 \(port) 被服务监听：主动连接可能先占用它；请加入 net.ipv4.ip_local_reserved_ports")
    }
    let nodes = Circumstances.nodePorts
    guard question.place.isKubernetesNode, ends[0] <= nodes.upperBound, ends[1] >= nodes.lowerBound,
      !nodes.allSatisfy({ reserved.contains($0) })
    else { return nil }
    return Text(
      en:
        "Kubernetes gives out the ports 30000-32767 for services: keep them out, or put them into net.ipv4.ip_local_reserved_ports",
      zh: "Kubernetes 的 NodePort 使用 30000-32767：请避开，或加入 net.ipv4.ip_local_reserved_ports")
  }
}
