internal import Diagnosis

extension ShortPage {
  static let errors = socketErrors + networkErrors

  /// The errors of errno(3) that a connection mostly fails with.
  static let socketErrors: [ShortPage] = [
    ShortPage(
      .error, "ECONNRESET",
      Text(en: "104, Connection reset by peer", zh: "104，Connection reset by peer（连接被对端重置）"),
      words: [
        Text("104"), Text(en: "connection reset by peer", zh: "连接重置"), Text("WSAECONNRESET 10054"),
      ],
      [
        Text(
          en: """
            A RST reached a socket that had seen no FIN from the peer. That alone excludes a \
            polite close: after a FIN, read() gives 0 (EOF) and write() EPIPE.
            """,
          zh: """
            RST 到达了一个尚未收到对端 FIN 的套接字。仅凭这一点就能排除“正常关闭”：收到 FIN 之后，\
            read() 返回 0（EOF），write() 得到 EPIPE。
            """),
        Text(
          en: """
            What is left: the peer closed with unread data, was killed with unread data, used \
            SO_LINGER 0, or never knew the connection (restart, full accept queue, balancer); or \
            somebody between sent the RST.
            """,
          zh: """
            剩下的可能：对端关闭（或被杀）时有未读数据，使用了 SO_LINGER 0，或根本不认识这条连接\
            （重启、全连接队列溢出、负载均衡切换）；或者 RST 来自中间设备。
            """),
      ], look: "sudo whyreset watch",
      causes: [
        "unread-data-at-close", "keepalive-race", "stale-connection", "accept-queue-overflow",
        "linger-zero", "process-died", "middlebox-idle-expiry", "injected-reset",
      ],
      sources: ["tcp_reset() in net/ipv4/tcp_input.c", "tcp(7)"]),
    ShortPage(
      .error, "EPIPE", Text(en: "32, Broken pipe", zh: "32，Broken pipe（管道破裂）"),
      words: [Text("32"), Text(en: "broken pipe", zh: "管道破裂"), Text("SIGPIPE")],
      [
        Text(
          en: """
            A write on a connection whose end was known already: the peer's FIN had come, an \
            earlier write was answered by a RST, and this one fails. Or the program itself had \
            shut down its sending side.
            """,
          zh: """
            连接已知结束后又写：对端的 FIN 早已到达，前一次写触发了 RST，这一次写失败。也可能是\
            程序自己已关闭发送方向。
            """),
        Text(
          en: """
            So the peer closed politely, and the program did not look for EOF before it wrote. \
            One write after the FIN succeeds; it is the second that fails.
            """,
          zh: """
            所以对端是正常关闭的，而程序写之前没有检查 EOF。FIN 之后的第一次写会成功，第二次才失\
            败。
            """),
      ], look: "sudo whyreset watch",
      causes: [
        "keepalive-race", "write-after-close", "request-limit-close", "session-idle-timeout",
        "graceless-restart",
      ],
      sources: ["write(2)", "sk_stream_error() in net/core/stream.c"]),
    ShortPage(
      .error, "ECONNREFUSED",
      Text(en: "111, Connection refused", zh: "111，Connection refused（连接被拒绝）"),
      words: [
        Text("111"), Text(en: "connection refused", zh: "拒绝连接"), Text("WSAECONNREFUSED 10061"),
      ],
      [
        Text(
          en: """
            A RST, or an ICMP port-unreachable, answered the SYN: nothing listens on that \
            address and port in that network namespace, or a firewall rule says so.
            """,
          zh: """
            SYN 得到的回应是 RST 或 ICMP port-unreachable：该网络命名空间的该地址和端口上没有监\
            听，或防火墙规则如此回应。
            """),
        Text(
          en: """
            A full accept queue is not it: Linux drops the SYN then, and connect() waits.
            """, zh: "不是全连接队列满：那时 Linux 丢弃 SYN，connect() 会等待。"),
      ], look: "ss -ltn",
      causes: ["port-closed", "firewall-reject", "no-kernel-socket", "listener-closed"],
      sources: ["connect(2)", "tcp_v4_rcv() in net/ipv4/tcp_ipv4.c"]),
    ShortPage(
      .error, "ETIMEDOUT",
      Text(en: "110, Connection timed out", zh: "110，Connection timed out（连接超时）"),
      words: [Text("110"), Text(en: "connection timed out", zh: "连接超时")],
      [
        Text(
          en: """
            This host gave up by itself. From connect(): no SYN was answered. From read() or \
            write(): data was repeated tcp_retries2 times (about 15 minutes), or keep-alive \
            probes or TCP_USER_TIMEOUT ran out.
            """,
          zh: """
            是本机自己放弃的。connect() 返回它：SYN 没有任何应答。read()/write() 返回它：数据已\
            重传 tcp_retries2 次（约 15 分钟），或保活探测、TCP_USER_TIMEOUT 用尽。
            """),
        Text(
          en: """
            A program's own time limit is another thing: "i/o timeout", "Read timed out" and \
            "deadline exceeded" are not this errno.
            """,
          zh: """
            程序自己的时间限制是另一回事：i/o timeout、Read timed out、deadline exceeded 都不是\
            这个 errno。
            """),
      ], look: "ss -tno",
      causes: [
        "retransmission-timeout", "keepalive-probe-timeout", "accept-queue-overflow",
        "syn-queue-overflow", "conntrack-table-full",
      ],
      sources: ["tcp(7)", "tcp_write_err() in net/ipv4/tcp_timer.c"]),
    ShortPage(
      .error, "ECONNABORTED",
      Text(
        en: "103, Software caused connection abort",
        zh: "103，Software caused connection abort（本机中止连接）"),
      words: [
        Text("103"), Text(en: "software caused connection abort", zh: "连接中止"),
        Text("WSAECONNABORTED 10053"),
      ],
      [
        Text(
          en: """
            On Linux: somebody on this host destroyed the socket (`ss -K`, SOCK_DESTROY), or \
            accept() found a connection that was gone. On Windows, and in Java on it, it also \
            stands for a local time-out.
            """,
          zh: """
            在 Linux 上：本机有人销毁了套接字（`ss -K`、SOCK_DESTROY），或 accept() 取到的连接已\
            不存在。在 Windows（及其上的 Java）上，它也表示本地超时。
            """)
      ], look: "sudo whyreset watch", causes: ["socket-destroyed"],
      sources: ["accept(2)", "tcp_abort() in net/ipv4/tcp.c"]),
    ShortPage(
      .error, "EADDRNOTAVAIL",
      Text(
        en: "99, Cannot assign requested address",
        zh: "99，Cannot assign requested address（无法分配请求的地址）"),
      words: [Text("99"), Text(en: "cannot assign requested address", zh: "没有可用端口")],
      [
        Text(
          en: """
            From connect(): every local port towards this destination is in use, TIME_WAIT \
            included; no packet was sent. From bind(): the address is not one of this host's.
            """,
          zh: """
            connect() 返回它：到该目的地的本地端口都在使用中（含 TIME_WAIT），没有发出任何报文。\
            bind() 返回它：该地址不属于本机。
            """)
      ], look: "ss -tan | awk '{print $5}' | sort | uniq -c | sort -n | tail",
      causes: ["port-exhaustion"],
      sources: ["connect(2)", "__inet_hash_connect() in net/ipv4/inet_hashtables.c"]),
    ShortPage(
      .error, "EADDRINUSE",
      Text(en: "98, Address already in use", zh: "98，Address already in use（地址已被占用）"),
      words: [Text("98"), Text(en: "address already in use", zh: "端口被占用")],
      [
        Text(
          en: """
            From bind() or listen(): another socket has the port, or a connection of the old \
            process is in TIME_WAIT and SO_REUSEADDR is not set. From connect() after bind(): \
            that tuple is in use.
            """,
          zh: """
            bind()/listen() 返回它：端口已被占用，或旧进程的连接处于 TIME_WAIT 而未设置 \
            SO_REUSEADDR。先 bind() 再 connect() 返回它：该四元组已被使用。
            """)
      ], look: "ss -tanp", causes: ["port-exhaustion"], sources: ["bind(2)", "ip(7)"]),
    ShortPage(
      .error, "EMFILE", Text(en: "24, Too many open files", zh: "24，Too many open files（打开的文件过多）"),
      words: [Text("24"), Text(en: "too many open files", zh: "描述符耗尽")],
      [
        Text(
          en: """
            The process has as many descriptors as its limit (RLIMIT_NOFILE) allows. accept() \
            fails, connections stay in the accept queue until it overflows, and clients see \
            resets and time-outs that look like an overload.
            """,
          zh: """
            进程的描述符达到上限（RLIMIT_NOFILE）。accept() 失败，连接堆在全连接队列直到溢出，客\
            户端看到的重置和超时很像过载。
            """)
      ], look: "grep 'open files' /proc/PID/limits; ls /proc/PID/fd | wc -l",
      causes: ["file-descriptor-exhaustion"], sources: ["accept(2)", "getrlimit(2)"]),
    ShortPage(
      .error, "ENFILE",
      Text(
        en: "23, Too many open files in system", zh: "23，Too many open files in system（系统打开的文件过多）"),
      words: [Text("23")],
      [
        Text(
          en: """
            The whole system has fs.file-max files open. Rare today; root is exempt.
            """,
          zh: """
            整个系统打开的文件达到 fs.file-max。如今很少见；root 不受限。
            """)
      ],
      look: "cat /proc/sys/fs/file-nr", causes: ["file-descriptor-exhaustion"], sources: ["open(2)"]
    ),
  ]
}
