internal import Diagnosis
internal import Facts

extension Parameter {
  public static let finTimeout = Parameter(
    "net.ipv4.tcp_fin_timeout",
    Text(en: "How long a closed socket waits for the peer's FIN", zh: "已 close 的套接字等待对端 FIN 的时间"),
    words: [Text(en: "fin_wait2", zh: "FIN_WAIT2 超时")],
    .number(.seconds, 0...2_147_483), .namespace, standard: .fixed("60"),
    does: Text(
      en: """
        A socket that its program has closed and whose FIN is acknowledged (FIN_WAIT2) is kept \
        this long for the peer's FIN. What the peer sends in that time is answered with a RST.
        """,
      zh: """
        程序已 close、FIN 已被确认的套接字（FIN_WAIT2）最多再等这么久对端的 FIN；期间对端若还发\
        数据，会收到 RST。
        """),
    doesNot: Text(
      en: """
        It does not shorten TIME_WAIT: that is a constant, 60 s (TCP_TIMEWAIT_LEN). Nor does it \
        end FIN_WAIT2 of a socket that a program still holds after shutdown().
        """,
      zh: """
        它不缩短 TIME_WAIT：那是常量 60 秒（TCP_TIMEWAIT_LEN）。程序 shutdown() 后仍持有的 \
        FIN_WAIT2 套接字也不受它限制。
        """),
    change: Text(
      en: """
        Leave it. If thousands of FIN_WAIT2 stay, the peer does not close: that is the thing to \
        change.
        """,
      zh: """
        保持默认。若大量 FIN_WAIT2 不消失，问题在对端不关闭连接，应当去改对端。
        """),
    effects: Text(
      en: """
        Shorter: late data of the peer meets no socket and gets a RST with no memory of the \
        connection.
        """,
      zh: """
        调小后，对端迟到的数据会遇不到套接字，收到的 RST 也查不出是哪个连接。
        """),
    myths: [
      WrongFix(
        Text(
          en: "Lower tcp_fin_timeout to have fewer TIME_WAIT",
          zh: "调小 tcp_fin_timeout 来减少 TIME_WAIT"),
        why: Text(en: "TIME_WAIT lasts 60 s whatever it says.", zh: "无论设为多少，TIME_WAIT 都是 60 秒。"))
    ],
    note: OldNote(
      said: Text(
        en: "Changes how long TIME_WAIT lasts, 2MSL by default.", zh: "修改 TIME_WAIT 的存活时间，默认 2MSL。"),
      today: Text(
        en: """
          It is about FIN_WAIT2, the state before. The length of TIME_WAIT cannot be configured \
          on Linux.
          """,
        zh: """
          它管的是之前的 FIN_WAIT2 状态。Linux 上 TIME_WAIT 的时长不可配置。
          """)),
    counters: [.outgoingResets], causes: ["write-after-close", "stale-connection"],
    scenario: "write-after-close",
    sources: [
      "ip-sysctl: tcp_fin_timeout", "tcp_fin_time() and TCP_TIMEWAIT_LEN in include/net/tcp.h",
    ])

  public static let maxTimeWaitBuckets = Parameter(
    "net.ipv4.tcp_max_tw_buckets",
    Text(en: "Most sockets in TIME_WAIT", zh: "TIME_WAIT 套接字的最大数量"),
    words: [Text(en: "time wait bucket table overflow", zh: "TIME_WAIT 过多")],
    .number(.sockets, 0...2_147_483_647), .namespace,
    standard: ParameterDefault(
      Text(
        en: """
          by memory: half of TCP's hash of connections; 131072 with 24 GiB
          """,
        zh: """
          随内存而定：TCP 连接哈希表大小的一半；24 GiB 内存时为 131072
          """)
    ) { $0.kernel >= KernelVersion(5, 10) ? String($0.connectionBuckets / 2) : nil },
    does: Text(
      en: """
        Above it, connections that close skip TIME_WAIT, with a line in the log.
        """, zh: "超过后，关闭的连接直接跳过 TIME_WAIT，并记一行日志。"),
    doesNot: Text(
      en: """
        It frees no descriptor and next to no memory, and it is no cure for a client without \
        ports: that needs reuse of connections, or tcp_tw_reuse.
        """,
      zh: """
        它不释放描述符，也几乎不省内存；客户端端口不够用时也不该靠它，而应复用连接或使用 \
        tcp_tw_reuse。
        """),
    change: Text(
      en: "Raise it when TCPTimeWaitOverflow grows. Never lower it.",
      zh: "TCPTimeWaitOverflow 增长时调大。不要调小。"),
    effects: Text(
      en: """
        Too low: an old segment or a repeated FIN meets no socket, and a new connection may \
        reuse a tuple too early.
        """,
      zh: """
        过小时，旧报文或重传的 FIN 会遇不到套接字，新连接也可能过早复用同一四元组。
        """),
    note: OldNote(
      said: Text(
        en: """
          The most sockets in TIME_WAIT; above it they are cleared with a warning.
          """, zh: "TIME_WAIT 的最大数量，超过则立刻清除并警告。"),
      today: Text(
        en: """
          Not cleared: those that are in TIME_WAIT stay, new ones are not kept. Values such as \
          5000 in old tuning files are far below the default.
          """,
        zh: """
          不是清除：已有的保留，新的不再进入 TIME_WAIT。老调优文件里的 5000 之类远低于默认值。
          """)),
    counters: [.timeWaitOverflow, Counter(rawValue: "TW")],
    causes: ["time-wait-overflow", "port-reuse-collision"],
    sources: ["ip-sysctl: tcp_max_tw_buckets", "tcp_time_wait() in net/ipv4/tcp_minisocks.c"])

  public static let maxOrphans = Parameter(
    "net.ipv4.tcp_max_orphans",
    Text(en: "Most sockets that no program holds", zh: "孤儿套接字的最大数量"),
    words: [Text(en: "orphaned sockets", zh: "孤儿连接")],
    .number(.sockets, 0...2_147_483_647), .host,
    standard: ParameterDefault(
      Text(
        en: """
          by memory: half of TCP's hash of connections; 131072 with 24 GiB
          """,
        zh: """
          随内存而定：TCP 连接哈希表大小的一半；24 GiB 内存时为 131072
          """)
    ) { String($0.connectionBuckets / 2) },
    does: Text(
      en: """
        Bounds the sockets that are closed by their program and still have data or a FIN to \
        deliver. Above it close() sends a RST in place of what is left. The count is doubled or \
        quadrupled for orphans that are idle or had an ICMP error, so it trips early.
        """,
      zh: """
        限制程序已 close、但仍有数据或 FIN 要送达的套接字数量。超过后，close() 不再发送剩余数据\
        而直接发 RST。对空闲或收到 ICMP 错误的孤儿，计数会乘以 2 或 4，因此会提前触发。
        """),
    doesNot: Text(
      en: """
        It has no part in sockets that a program holds, in TIME_WAIT, or in half-open \
        handshakes.
        """, zh: "与程序持有的套接字、TIME_WAIT、半连接都无关。"),
    change: Text(
      en: """
        Raise it when the log says "too many orphaned sockets" and memory allows; look for \
        peers that vanish without a FIN. Remove tuning files that lower it.
        """,
      zh: """
        日志出现 too many orphaned sockets 且内存允许时调大；并查找不发 FIN 就消失的对端。删除把\
        它调小的“调优”文件。
        """),
    effects: Text(
      en: """
        Each orphan can hold its unsent data in memory that cannot be swapped.
        """, zh: "每个孤儿都可能占用不可换出的内存来保存未发送的数据。"),
    myths: [
      WrongFix(
        Text(en: "Lower it against attacks", zh: "调小它来防攻击"),
        why: Text(
          en: """
            Then the kernel resets customers that are still being served their last bytes.
            """, zh: "那样内核会重置正在接收最后一段数据的正常客户。"))
    ],
    note: OldNote(
      said: Text(
        en: """
          The most orphaned connections; 16384 on a cloud server; seems of no use.
          """,
        zh: """
          孤立连接的最大数量；阿里云服务器默认 16384；个人感觉没什么用。
          """),
      today: Text(
        en: """
          It is one of the few parameters that reset connections by themselves. The kernel's own \
          default follows memory; an image that ships 16384 has lowered it.
          """,
        zh: """
          它是少数会直接导致 RST 的参数之一。内核默认值随内存而定；若镜像里是 16384，说明被调小\
          了。
          """)),
    counters: [.abortOnMemory], causes: ["orphan-limit"],
    sources: [
      "ip-sysctl: tcp_max_orphans", "tcp_too_many_orphans() in net/ipv4/tcp.c",
      "tcp_out_of_resources() in net/ipv4/tcp_timer.c",
    ])

  public static let orphanRetries = Parameter(
    "net.ipv4.tcp_orphan_retries",
    Text(en: "Retransmissions of a socket that no program holds", zh: "孤儿套接字的重传次数"),
    .number(.retries, 0...255), .namespace,
    standard: .fixed("0", Text(en: "0, which stands for 8", zh: "0，表示 8 次")),
    does: Text(
      en: """
        After close(), unacknowledged data or the FIN is repeated this often before the socket \
        is dropped.
        """,
      zh: """
        close() 之后，未被确认的数据或 FIN 最多重传这么多次，然后丢弃套接字。
        """),
    doesNot: Text(
      en: """
        0 does not mean none: it means 8, unless the path is known to be dead.
        """, zh: "0 不是不重传，而是 8 次（已知路径不通时除外）。"),
    change: Text(
      en: """
        2 or 3 on a server with very many vanishing clients, before touching tcp_max_orphans.
        """,
      zh: """
        客户端大量突然消失的服务器可设为 2 或 3，优先于调整 tcp_max_orphans。
        """),
    effects: Text(
      en: "Slow or lossy clients lose the end of their answer.", zh: "慢速或丢包的客户端会收不到响应的末尾。"),
    counters: [.abortOnTimeout, .abortOnMemory],
    causes: ["orphan-limit", "retransmission-timeout"],
    sources: ["ip-sysctl: tcp_orphan_retries", "tcp_orphan_retries() in net/ipv4/tcp_timer.c"])

  public static let rfc1337 = Parameter(
    "net.ipv4.tcp_rfc1337",
    Text(en: "Let no RST end TIME_WAIT", zh: "TIME_WAIT 忽略 RST"),
    .flag, .namespace, standard: .fixed("0"),
    does: Text(
      en: """
        1: a RST that arrives in TIME_WAIT is ignored. 0: it ends TIME_WAIT.
        """,
      zh: """
        1：TIME_WAIT 期间到达的 RST 被忽略。0：RST 会结束 TIME_WAIT。
        """),
    doesNot: Text(en: "It changes nothing for connections that are open.", zh: "对仍打开的连接没有影响。"),
    change: Text(en: "Hardly ever; 1 is safe.", zh: "几乎不需要；设为 1 是安全的。"),
    sources: [
      "ip-sysctl: tcp_rfc1337", "tcp_timewait_state_process() in net/ipv4/tcp_minisocks.c",
      "RFC 1337",
    ])
}
