internal import Diagnosis
internal import Facts

extension Parameter {
  public static let maxSynBacklog = Parameter(
    "net.ipv4.tcp_max_syn_backlog",
    Text(
      en: "Bound of handshakes in progress while SYN cookies are off", zh: "SYN cookie 关闭时半连接数的上限"),
    words: [Text(en: "syn queue", zh: "半连接队列"), Text(en: "half-open connections", zh: "半连接")],
    .number(.connections, 0...2_147_483_647), .namespace,
    standard: ParameterDefault(
      Text(
        en: """
          by memory: a 128th of TCP's hash of connections, at least 128; 2048 with 24 GiB
          """,
        zh: """
          随内存而定：TCP 连接哈希表大小的 1/128，最少 128；24 GiB 内存时为 2048
          """)
    ) { $0.kernel >= KernelVersion(5, 10) ? String(max(128, $0.connectionBuckets / 128)) : nil },
    does: Text(
      en: """
        With net.ipv4.tcp_syncookies 0, a SYN from a peer that has not been proven alive is \
        dropped when fewer than a quarter of this number is left.
        """,
      zh: """
        net.ipv4.tcp_syncookies 为 0 时，若剩余额度不足该值的四分之一，来自未经验证的对端的 SYN \
        会被丢弃。
        """),
    doesNot: Text(
      en: """
        With tcp_syncookies 1, the default, the kernel does not look at it at all. The \
        handshakes in progress are then bounded by the listener's own limit, min(backlog, \
        somaxconn).
        """,
      zh: """
        tcp_syncookies 为 1（默认）时，内核根本不看这个值；此时半连接数由监听套接字自己的上限 \
        min(backlog, somaxconn) 约束。
        """),
    change: Text(
      en: """
        Only where SYN cookies are off for a reason. For a larger SYN queue raise the program's \
        backlog and somaxconn.
        """,
      zh: """
        只有特意关闭 SYN cookie 时才需要调整。想要更大的半连接队列，应调大程序的 backlog 和 \
        somaxconn。
        """),
    myths: [
      WrongFix(
        Text(en: "Raise it for \"possible SYN flooding\"", zh: "看到 possible SYN flooding 就调大它"),
        why: Text(
          en: """
            That message comes from a full listen backlog; this value is not consulted.
            """, zh: "该日志来自 listen backlog 已满，与这个值无关。"))
    ],
    note: OldNote(
      said: Text(
        en: """
          The queue of connections whose SYN came and which are not yet confirmed; it must be \
          raised under high concurrency; beware of floods if it is too large.
          """,
        zh: """
          已收到 SYN、尚未确认的连接的队列；高并发下必须调整；过大可能招致 SYN flood。
          """),
      today: Text(
        en: """
          On a default host raising it alone changes nothing: since 4.4 handshakes are kept \
          outside of the listener and the listen backlog bounds them, and with cookies on this \
          value is skipped. On older kernels (CentOS 7) it did size the SYN queue. Nor is there \
          no maximum with cookies, as listen(2) says: the backlog decides where cookies begin.
          """,
        zh: """
          在默认配置下单独调大它没有任何效果：4.4 起半连接不再挂在监听套接字上，数量由 listen 的 \
          backlog 约束，且开启 cookie 时跳过该值。旧内核（如 CentOS 7）上它确实决定半连接队列大\
          小。listen(2) 所说“开启 syncookies 后没有上限”也不准确：从哪里开始发 cookie 仍由 \
          backlog 决定。
          """)),
    counters: [.requestQueueDrops, .requestQueueCookies], causes: ["syn-queue-overflow"],
    scenario: "syn-queue-overflow/timeout",
    sources: [
      "tcp_conn_request() in net/ipv4/tcp_input.c", "tcp_sk_init() in net/ipv4/tcp_ipv4.c",
      "ip-sysctl: tcp_max_syn_backlog",
    ])

  public static let synCookies = Parameter(
    "net.ipv4.tcp_syncookies",
    Text(en: "Answer SYNs with cookies when the SYN queue is full", zh: "半连接队列满时用 SYN cookie 应答"),
    words: [Text(en: "syn cookie", zh: "防 SYN 洪水"), Text(en: "syn flood", zh: "SYN flood 攻击")],
    .choice(0...2), .namespace, standard: .fixed("1"),
    does: Text(
      en: """
        1: when a listener has as many handshakes in progress as its backlog allows, further \
        SYNs are answered with a sequence number that encodes the connection, and nothing is \
        kept. 2: always. 0: never; such SYNs are dropped.
        """,
      zh: """
        1：监听套接字上的半连接数达到 backlog 允许的数目后，对后续 SYN 的应答把连接信息编码进序\
        列号，服务端不保存状态。2：总是如此。0：从不，这类 SYN 直接丢弃。
        """),
    doesNot: Text(
      en: """
        It does not help a full accept queue: a cookie's last ACK still needs a place there, and \
        without one it is dropped silently, whatever tcp_abort_on_overflow says.
        """,
      zh: """
        它对全连接队列满无济于事：cookie 的最后一个 ACK 仍要占用全连接队列的位置，没有位置时被静\
        默丢弃，tcp_abort_on_overflow 也管不到。
        """),
    change: Text(
      en: """
        Leave it at 1. When the log names a listener, raise that program's backlog; 2 is for \
        tests.
        """,
      zh: """
        保持 1。日志点名某个端口时，调大该程序的 backlog；2 只用于测试。
        """),
    effects: Text(
      en: """
        A connection made by cookie has window scaling and SACK only if both ends use TCP \
        timestamps, and the server cannot repeat its SYN-ACK: if the client's ACK is lost and \
        the client does not speak first, both sides disagree.
        """,
      zh: """
        cookie 建立的连接只有双方都启用 TCP 时间戳才有窗口缩放和 SACK；服务端无法重发 SYN-ACK，\
        若客户端的 ACK 丢失而客户端又不先发数据，两端状态就不一致。
        """),
    myths: [
      WrongFix(
        Text(
          en: "Turn it off to silence \"possible SYN flooding\"",
          zh: "关掉它来消除 possible SYN flooding 日志"),
        why: Text(
          en: "The SYNs are then dropped instead, and clients wait.", zh: "那样 SYN 会被直接丢弃，客户端只能等待。"))
    ],
    note: OldNote(
      said: Text(
        en: """
          Off (0) by default; when the SYN queue is full, cookies are used in place of dropping \
          the SYN.
          """, zh: "默认为 0（关闭）；半连接队列满时不丢 SYN，改用 cookie。"),
      today: Text(
        en: """
          The default is 1 on every kernel in use, unless the kernel was built without it. And a \
          SYN is dropped by any kernel of today when the accept queue is full, cookies or not; \
          the old condition that more than one young request must wait is gone.
          """,
        zh: """
          如今在用的内核默认都是 1（除非编译时去掉）。另外，只要全连接队列已满，今天的内核一律丢\
          弃 SYN，与 cookie 无关；“还要有一个以上年轻请求”的旧条件早已取消。
          """)),
    counters: [.synCookiesSent, .synCookiesFailed, .requestQueueCookies, .requestQueueDrops],
    causes: ["syn-queue-overflow", "syn-cookie-rejected"], scenario: "syn-queue-overflow/cookies",
    sources: [
      "ip-sysctl: tcp_syncookies", "tcp_syn_flood_action() in net/ipv4/tcp_input.c",
      "net/ipv4/syncookies.c",
    ])
}
