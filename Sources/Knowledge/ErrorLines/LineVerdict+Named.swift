internal import Diagnosis

extension LineVerdict {
  /// Symptoms that stand for one cause.
  static let named: [Symptom: (String, Text)] = [
    .noPort: (
      "port-exhaustion",
      Text(
        en: """
          every local port towards this destination is in use, TIME_WAIT included
          """, zh: "到该目的地的本地端口都在使用中（含 TIME_WAIT）")
    ),
    .tooManyFiles: (
      "file-descriptor-exhaustion",
      Text(
        en: """
          descriptors of the process, or of the system, are used up; often a leak
          """, zh: "进程（或系统）的描述符用尽，常因泄漏")
    ),
    .aborted: (
      "socket-destroyed",
      Text(
        en: """
          on Linux: something on this host destroyed the socket; on Windows also a time-out
          """,
        zh: """
          在 Linux 上：本机有程序销毁了套接字；在 Windows 上也可能是超时
          """)
    ),
    .unreachable: (
      "firewall-reject",
      Text(
        en: """
          an ICMP error came, from a router, a firewall, or this host's own ARP
          """, zh: "收到 ICMP 错误：来自路由器、防火墙，或本机 ARP 失败")
    ),
    .noBackend: (
      "proxy-backend-absent",
      Text(
        en: """
          every server behind the proxy failed its checks, or none is configured
          """, zh: "代理后面的服务器都未通过检查，或没有配置")
    ),
    .poolExhausted: (
      "connection-leak",
      Text(en: "connections are not given back, or are too few for the load", zh: "连接没有归还，或数量不够")
    ),
    .sessionEnded: (
      "session-idle-timeout",
      Text(en: "the server ends sessions that are idle for its own limit", zh: "服务端按自己的上限结束空闲会话")
    ),
    .tooMany: ("admission-limit", Text(en: "a configured limit is reached", zh: "达到配置的上限")),
    .tooLarge: (
      "request-too-large", Text(en: "a configured limit of size is exceeded", zh: "超过配置的大小限制")
    ),
    .pingLimit: (
      "http2-ping-limit",
      Text(en: "the client pings more often than the server allows", zh: "客户端 ping 的频率超过服务端允许")
    ),
    .goAway: (
      "request-limit-close",
      Text(
        en: """
          the server ends the connection after an age or a number of requests, or restarts
          """, zh: "服务端因达到时长或请求数上限、或重启而结束连接")
    ),
    .synFlooding: (
      "syn-queue-overflow",
      Text(
        en: "mostly a backlog too short for a burst, seldom an attack",
        zh: "多半是 backlog 对突发来说太短，很少是攻击")
    ),
    .orphans: (
      "orphan-limit",
      Text(en: "net.ipv4.tcp_max_orphans is reached", zh: "达到 net.ipv4.tcp_max_orphans")
    ),
    .tcpMemory: (
      "tcp-memory-limit",
      Text(en: "the third number of net.ipv4.tcp_mem is reached", zh: "达到 net.ipv4.tcp_mem 的第三个数")
    ),
    .timeWaitFull: (
      "time-wait-overflow",
      Text(en: "net.ipv4.tcp_max_tw_buckets is reached", zh: "达到 net.ipv4.tcp_max_tw_buckets")
    ),
    .conntrackFull: (
      "conntrack-table-full",
      Text(
        en: """
          net.netfilter.nf_conntrack_max is reached; new connections are dropped
          """, zh: "达到 net.netfilter.nf_conntrack_max，新连接被丢弃")
    ),
    .killed: (
      "process-died",
      Text(en: "its connections were reset, or closed, at that moment", zh: "它的连接在那一刻被重置或关闭")
    ),
    .crashed: (
      "process-died",
      Text(en: "its connections were reset, or closed, at that moment", zh: "它的连接在那一刻被重置或关闭")
    ),
  ]
}
