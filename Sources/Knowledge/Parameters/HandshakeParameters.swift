internal import Diagnosis
internal import Facts

extension Parameter {
  public static let synACKRetries = Parameter(
    "net.ipv4.tcp_synack_retries",
    Text(en: "How often a server repeats its SYN-ACK", zh: "服务端重发 SYN-ACK 的次数"),
    words: [Text(en: "syn-ack retransmission", zh: "SYN+ACK 重传")],
    .number(.retries, 0...255), .namespace, standard: .fixed("5"),
    does: Text(
      en: """
        After the first SYN-ACK, this many more at 1, 2, 4, 8 … s; then the handshake is \
        forgotten: after 3 s with 1, 7 s with 2, 15 s with 3, 63 s with 5.
        """,
      zh: """
        首个 SYN-ACK 之后还会按 1、2、4、8……秒的间隔重发这么多次，然后放弃握手：1 次为 3 秒，2 \
        次 7 秒，3 次 15 秒，5 次 63 秒。
        """),
    doesNot: Text(
      en: """
        It does not concern connections that are complete, nor those made by SYN cookie, which \
        are not kept.
        """,
      zh: """
        与已建立的连接无关，也与 SYN cookie 连接无关（服务端不保存它们）。
        """),
    change: Text(
      en: """
        2 or 3 where clients are near and a full accept queue lasts: this is how long a client \
        believes in a connection that the server does not have. Fix the overflow first.
        """,
      zh: """
        客户端较近、且全连接队列长时间溢出时可设为 2 或 3：它决定客户端会在一个服务端并不存在的\
        连接上等多久。应先解决溢出。
        """),
    effects: Text(
      en: """
        Clients on lossy paths lose handshakes that one more repetition would have saved.
        """, zh: "丢包严重的客户端会丢掉本可以再重试一次成功的握手。"),
    note: OldNote(
      said: Text(
        en: "Retries of the SYN+ACK, 5 by default; 2 or 3 fail faster.",
        zh: "SYN+ACK 重试次数，默认 5，可改为 2 或 3 快速失败。"),
      today: Text(
        en: """
          True. What it ends faster are the server's half-open handshakes; the client learns of \
          it only by the RST that answers its next data, about 7 s (2) or 15 s (3) after the \
          connect in place of 63 s.
          """,
        zh: """
          属实。但它加快结束的是服务端的半连接；客户端要等到下一次发数据被 RST 才知道，距 \
          connect 约 7 秒（2 次）或 15 秒（3 次），而不是 63 秒。
          """)),
    counters: [Counter(rawValue: "TCPTimeouts"), Counter(rawValue: "TCPRetransFail")],
    causes: ["accept-queue-overflow"], scenario: "accept-queue-overflow/timeout",
    sources: [
      "ip-sysctl: tcp_synack_retries", "reqsk_timer_handler() in net/ipv4/inet_connection_sock.c",
    ])

  public static let synRetries = Parameter(
    "net.ipv4.tcp_syn_retries",
    Text(en: "How often a client repeats its SYN", zh: "客户端重发 SYN 的次数"),
    words: [Text(en: "connect timeout", zh: "连接超时")],
    .number(.retries, 1...127), .namespace, standard: .fixed("6"),
    does: Text(
      en: """
        connect() gives up with ETIMEDOUT after this many repeated SYNs: after 127 s by the \
        classic doubling; since Linux 6.5, with four linear time-outs first, after 131 s.
        """,
      zh: """
        重发这么多次 SYN 后，connect() 以 ETIMEDOUT 放弃：按经典翻倍约 127 秒；Linux 6.5 起先有 \
        4 次线性超时，约 131 秒。
        """),
    doesNot: Text(
      en: """
        It does not end connects that are answered: a refused one fails at once.
        """, zh: "对有应答的连接不起作用：被拒绝的连接立即失败。"),
    change: Text(
      en: """
        Rarely. A connect time-out in the program, or TCP_SYNCNT on the socket, is the better \
        place: it knows what is too long.
        """,
      zh: """
        很少需要。更合适的是程序自己的连接超时，或在套接字上设置 TCP_SYNCNT。
        """),
    effects: Text(
      en: """
        Since 6.5 linear time-outs come first: SYNs at 0, 1, 2, 3, 4, 5, 7, 11 s …, so 2 no \
        longer means 7 s.
        """,
      zh: """
        6.5 起先走线性超时：SYN 发于 0、1、2、3、4、5、7、11 秒……因此设为 2 不再是 7 秒。
        """),
    note: OldNote(
      said: Text(
        en: "A client's SYN retries, 6 by default; 2 or 3 fail faster.",
        zh: "客户端发 SYN 的重试次数，默认 6，可设 2 或 3 快速失败。"),
      today: Text(
        en: """
          True in kind, and a global answer to a question of one program. The times have changed \
          in 6.5, see above.
          """,
        zh: """
          方向对，但这是用全局参数解决单个程序的问题；而且 6.5 起时间表已变，见上文。
          """)),
    counters: [Counter(rawValue: "TCPSynRetrans"), .attemptFails],
    causes: ["retransmission-timeout", "syn-queue-overflow", "accept-queue-overflow"],
    scenario: "retransmission-timeout/connect",
    sources: [
      "ip-sysctl: tcp_syn_retries", "tcp(7): TCP_SYNCNT",
      "tcp_write_timeout() in net/ipv4/tcp_timer.c",
    ])

  public static let synLinearTimeouts = Parameter(
    "net.ipv4.tcp_syn_linear_timeouts",
    Text(en: "How many SYN retries come a second apart", zh: "每秒一次的 SYN 重试有几次"),
    .number(.retries, 0...127), .namespace, since: KernelVersion(6, 5), standard: .fixed("4"),
    does: Text(
      en: """
        The first so many SYN time-outs are 1 s each, before doubling begins: SYNs at 0, 1, 2, \
        3, 4, 5, 7, 11 … s.
        """,
      zh: """
        开始翻倍之前，前若干次 SYN 超时都是 1 秒：SYN 发于 0、1、2、3、4、5、7、11……秒。
        """),
    doesNot: Text(en: "It has no part in a server's SYN-ACKs.", zh: "与服务端的 SYN-ACK 无关。"),
    change: Text(
      en: """
        0 brings back the times of older kernels: 0, 1, 3, 7, 15 … s.
        """, zh: "设为 0 即恢复旧内核的时间表：0、1、3、7、15……秒。"),
    counters: [Counter(rawValue: "TCPSynRetrans")], causes: ["retransmission-timeout"],
    scenario: "retransmission-timeout/connect", sources: ["ip-sysctl: tcp_syn_linear_timeouts"])

  public static let migrateRequests = Parameter(
    "net.ipv4.tcp_migrate_req",
    Text(
      en: """
        Move waiting connections to another listener when one closes
        """, zh: "监听套接字关闭时把排队连接迁移给另一个"),
    words: [Text(en: "reuseport reload", zh: "平滑重启")],
    .flag, .namespace, since: KernelVersion(5, 14), standard: .fixed("0"),
    does: Text(
      en: """
        When one of several SO_REUSEPORT listeners of a port closes, the connections that wait \
        in its queue, and its handshakes in progress, go to another one in place of being reset.
        """,
      zh: """
        同一端口有多个 SO_REUSEPORT 监听套接字时，其中一个关闭后，其队列中的连接和进行中的握手会\
        转给另一个，而不是被重置。
        """),
    doesNot: Text(
      en: """
        It does nothing for a single listener, and nothing for connections that were accepted.
        """, zh: "对单个监听套接字无效，对已 accept 的连接也无效。"),
    change: Text(
      en: """
        1 where workers with SO_REUSEPORT are reloaded under traffic, and their listeners have \
        the same options.
        """,
      zh: """
        使用 SO_REUSEPORT 的多进程服务需要在流量下重载、且各监听套接字选项一致时，设为 1。
        """),
    effects: Text(
      en: """
        Listeners with different options can confuse a program that gets another's connections.
        """, zh: "监听套接字选项不一致时，程序可能因接到他人的连接而出错。"),
    counters: [
      Counter(rawValue: "TCPMigrateReqSuccess"), Counter(rawValue: "TCPMigrateReqFailure"),
    ],
    causes: ["listener-closed"], scenario: "listener-closed",
    sources: [
      "ip-sysctl: tcp_migrate_req", "inet_csk_listen_stop() in net/ipv4/inet_connection_sock.c",
    ])

  public static let fastOpen = Parameter(
    "net.ipv4.tcp_fastopen", Text(en: "Data in the opening SYN", zh: "在首个 SYN 中携带数据"),
    words: [Text(en: "tfo", zh: "快速打开")],
    .mask, .namespace, standard: .fixed("1"),
    does: Text(
      en: """
        Bits: 1 lets clients that ask for it send data with the SYN, 2 lets servers take it, 4 \
        sends it without a cookie, 0x200 takes it without, 0x400 turns it on for all listeners.
        """,
      zh: """
        按位：1 允许客户端（需程序主动使用）随 SYN 发数据；2 允许服务端接收；4 无 cookie 也发送；\
        0x200 无 cookie 也接收；0x400 对所有监听套接字开启。
        """),
    doesNot: Text(
      en: """
        1 alone changes nothing for programs that do not use MSG_FASTOPEN or \
        TCP_FASTOPEN_CONNECT.
        """,
      zh: """
        仅为 1 时，不使用 MSG_FASTOPEN 或 TCP_FASTOPEN_CONNECT 的程序不受影响。
        """),
    change: Text(
      en: """
        Leave it. Some devices on the path drop SYNs with data; such connects then succeed only \
        at the first repeated SYN.
        """,
      zh: """
        保持默认。路径上有的设备会丢弃带数据的 SYN，这类连接要到第一次重发 SYN 才成功。
        """),
    counters: [
      Counter(rawValue: "TCPFastOpenListenOverflow"), Counter(rawValue: "TCPFastOpenActiveFail"),
      Counter(rawValue: "TCPFastOpenBlackhole"),
    ],
    sources: ["ip-sysctl: tcp_fastopen", "RFC 7413"])
}
