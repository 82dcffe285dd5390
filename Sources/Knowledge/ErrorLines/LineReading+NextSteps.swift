internal import Diagnosis

extension LineReading {
  /// What to run next, and on which host.
  var nextSteps: [NextStep] {
    switch pattern.symptom {
    case .noPort: [countPorts]
    case .tooManyFiles: [countDescriptors]
    case .synFlooding, .queueFull: [listeners(.here), queueCounters(.here)]
    case .orphans, .tcpMemory, .timeWaitFull: [socketStatistics]
    case .conntrackFull: [conntrack]
    case .killed, .crashed: [kernelLog, watch(.here, port: nil)]
    case .portTaken: [listeners(.here)]
    case .refused: [listeners(.server), watch(.server, port: servicePort)]
    case .connectTimeout:
      [listeners(.server), queueCounters(.server), watch(.client, port: servicePort)]
    case .noBackend: [listeners(.server)]
    case .poolExhausted, .closedHere: [ownSockets]
    case .nameLookup: []
    case .notTLS: [speakTLS]
    case .clientLeft: [watch(.client, port: servicePort), watch(.here, port: servicePort)]
    default: exchange
    }
  }

  /// Who sent the end of the connection, only the kernel of the sender knows for sure.
  private var exchange: [NextStep] {
    switch writer {
    case .server: [watch(.client, port: servicePort), watch(.here, port: servicePort)]
    case .client:
      [watch(.server, port: servicePort), listeners(.server), watch(.here, port: servicePort)]
    default: [watch(.here, port: servicePort), watch(.server, port: servicePort)]
    }
  }

  private func watch(_ place: NextStep.Place, port: UInt16?) -> NextStep {
    let filter = port.map { " --port \($0)" } ?? ""
    let peer = place == .server ? remote?.description : nil
    return NextStep(
      Text(
        en: "Leave this running until it happens again" + (peer.map { " (on \($0))" } ?? "")
          + ": its kernel knows who sent the reset and why.",
        zh: "保持运行直到问题重现" + (peer.map { "（在 \($0) 上）" } ?? "") + "：内核知道是谁、为什么发的 RST。"),
      command: "sudo whyreset watch\(filter)", on: place)
  }

  private func listeners(_ place: NextStep.Place) -> NextStep {
    let filter = servicePort.map { " 'sport = :\($0)'" } ?? ""
    return NextStep(
      Text(
        en: """
          See whether a program listens, on which address, and how full its accept queue is \
          (Recv-Q of Send-Q).
          """,
        zh: """
          查看是否有程序监听、监听在哪个地址、全连接队列有多满（Recv-Q / Send-Q）。
          """),
      command: "ss -ltnp\(filter)", on: place)
  }

  private func queueCounters(_ place: NextStep.Place) -> NextStep {
    NextStep(
      Text(en: "Look twice: do the counters of full queues grow?", zh: "间隔几秒看两次：队列溢出计数是否增长？"),
      command:
        "nstat -az TcpExtListenOverflows TcpExtListenDrops TcpExtTCPReqQFullDoCookies TcpExtTCPReqQFullDrop",
      on: place)
  }

  private var countPorts: NextStep {
    NextStep(
      Text(
        en: """
          Count connections by destination, TIME_WAIT included, against the size of the port \
          range.
          """, zh: "按目的地统计连接（含 TIME_WAIT），与端口范围大小比较。"),
      command:
        "ss -Htan | awk '{print $5}' | sort | uniq -c | sort -rn | head; sysctl net.ipv4.ip_local_port_range",
      on: .here)
  }

  private var countDescriptors: NextStep {
    NextStep(
      Text(en: "Compare what the process has open with its limit.", zh: "比较进程已打开的描述符与其上限。"),
      command: "ls /proc/PID/fd | wc -l; grep 'open files' /proc/PID/limits", on: .here)
  }

  private var socketStatistics: NextStep {
    NextStep(
      Text(
        en: "See orphans, TIME_WAIT and memory of TCP as they are now.",
        zh: "查看当前的孤儿、TIME_WAIT 和 TCP 内存。"),
      command:
        "cat /proc/net/sockstat; sysctl net.ipv4.tcp_max_orphans net.ipv4.tcp_mem net.ipv4.tcp_max_tw_buckets",
      on: .here)
  }

  private var conntrack: NextStep {
    NextStep(
      Text(en: "Compare the entries with their limit.", zh: "比较条目数与上限。"),
      command: "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max", on: .here)
  }

  private var kernelLog: NextStep {
    NextStep(
      Text(
        en: """
          See what the kernel says of processes that were killed or crashed.
          """, zh: "查看内核日志中被杀死或崩溃的进程。"),
      command: "journalctl -k | grep -Ei 'killed process|segfault|oom'", on: .here)
  }

  private var ownSockets: NextStep {
    NextStep(
      Text(
        en: """
          See the program's own connections: many in CLOSE_WAIT mean that it does not close \
          them.
          """, zh: "查看程序自己的连接：大量 CLOSE_WAIT 说明没有关闭。"),
      command: "ss -tanp", on: .here)
  }

  private var speakTLS: NextStep {
    let peer = remote.map(\.description) ?? "HOST:PORT"
    return NextStep(
      Text(en: "See what that port speaks.", zh: "查看该端口使用什么协议。"),
      command: "openssl s_client -connect \(peer) </dev/null", on: .client)
  }
}
