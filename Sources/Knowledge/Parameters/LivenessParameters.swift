internal import Diagnosis
internal import Facts

extension Parameter {
  public static let keepaliveTime = Parameter(
    "net.ipv4.tcp_keepalive_time",
    Text(en: "Idle time before TCP probes a connection", zh: "空闲多久后开始 TCP 保活探测"),
    words: [Text(en: "keepalive", zh: "保活"), Text(en: "heartbeat", zh: "心跳")],
    .number(.seconds, 1...2_147_483), .namespace, standard: .fixed("7200"),
    does: Text(
      en: """
        On sockets with SO_KEEPALIVE, and only on those: after so long without a segment the \
        first probe goes out.
        """,
      zh: """
        只对设置了 SO_KEEPALIVE 的套接字：空闲这么久后发出第一个探测。
        """),
    doesNot: Text(
      en: """
        It does nothing for sockets without SO_KEEPALIVE. And it is no cure for an HTTP \
        keep-alive race: probes are not requests and do not restart the idle timer of a server \
        or a balancer that counts requests.
        """,
      zh: """
        没有 SO_KEEPALIVE 的套接字完全不受影响。它也治不了 HTTP keep-alive 竞争：探测不是请求，\
        不会重置服务器或七层负载均衡的空闲计时。
        """),
    change: Text(
      en: """
        Below the idle limit of the NAT, firewall or L4 balancer on the path (350 s, 900 s and \
        such), best on the socket with TCP_KEEPIDLE. nginx: listen … so_keepalive=; Go sets 15 s \
        by itself.
        """,
      zh: """
        路径上的 NAT、防火墙或四层负载均衡有空闲上限（350 秒、900 秒等）时，设到它以下，最好在套\
        接字上用 TCP_KEEPIDLE。nginx 用 listen … so_keepalive=；Go 默认自己设 15 秒。
        """),
    effects: Text(
      en: """
        One packet for each idle connection and interval; a peer that sleeps through all probes \
        loses the connection.
        """,
      zh: """
        每个空闲连接每个周期多一个报文；对端若在全部探测期间都不应答，连接会被断开。
        """),
    myths: [
      WrongFix(
        Text(en: "Lower it against resets of reused HTTP connections", zh: "调小它来避免复用 HTTP 连接时被重置"),
        why: Text(
          en: """
            The server closes because no request came; make the client's idle limit shorter than \
            the server's.
            """,
          zh: """
            服务端是因为没有请求才关闭的；应让客户端的空闲上限短于服务端。
            """))
    ],
    note: OldNote(
      said: Text(
        en: """
          How often heartbeats go; usually a server sends them; disputed because of the \
          bandwidth.
          """,
        zh: """
          心跳包的发送频率；一般由服务器对客户端进行；因耗费带宽而有争议。
          """),
      today: Text(
        en: """
          It is the first wait, not the rate (that is tcp_keepalive_intvl); either side may use \
          it; it needs SO_KEEPALIVE; the bandwidth is nothing. In the note's own story, a client \
          that kept connections for 300 s and nginx that closed them at 65 s, it would not have \
          helped.
          """,
        zh: """
          它是首次探测前的等待时间，不是频率（频率是 tcp_keepalive_intvl）；两端都可以用；必须有 \
          SO_KEEPALIVE；带宽可以忽略。笔记里的那个故事（客户端保持 300 秒、nginx 65 秒关闭）里，\
          它帮不上忙。
          """)),
    counters: [Counter(rawValue: "TCPKeepAlive"), .abortOnTimeout],
    causes: ["keepalive-probe-timeout", "middlebox-idle-expiry"],
    scenario: "keepalive-probe-timeout",
    sources: ["tcp(7): TCP_KEEPIDLE", "tcp_keepalive_timer() in net/ipv4/tcp_timer.c"])

  public static let keepaliveInterval = Parameter(
    "net.ipv4.tcp_keepalive_intvl",
    Text(en: "Time between keep-alive probes", zh: "保活探测之间的间隔"),
    words: [Text(en: "keepalive interval", zh: "保活间隔")],
    .number(.seconds, 1...2_147_483), .namespace, standard: .fixed("75"),
    does: Text(
      en: """
        The wait after each unanswered probe. A dead peer is noticed after time + intvl × \
        probes: 7875 s by default.
        """,
      zh: """
        每个未获应答的探测之后的等待时间。发现对端失联需要 time + intvl × probes，默认 7875 秒。
        """),
    doesNot: Text(
      en: """
        TCP_USER_TIMEOUT on the socket overrides the count of probes.
        """, zh: "套接字上的 TCP_USER_TIMEOUT 会取代探测次数。"),
    change: Text(
      en: "Together with the other two; on the socket: TCP_KEEPINTVL.",
      zh: "与另外两个参数一起调整；套接字上用 TCP_KEEPINTVL。"),
    counters: [Counter(rawValue: "TCPKeepAlive"), .abortOnTimeout],
    causes: ["keepalive-probe-timeout"],
    scenario: "keepalive-probe-timeout", sources: ["tcp(7): TCP_KEEPINTVL, TCP_USER_TIMEOUT"])

  public static let keepaliveProbes = Parameter(
    "net.ipv4.tcp_keepalive_probes",
    Text(en: "Unanswered probes before a connection is given up", zh: "放弃连接前的探测次数"),
    words: [Text(en: "keepalive probes", zh: "保活次数")],
    .number(.probes, 0...255), .namespace, standard: .fixed("9"),
    does: Text(
      en: """
        After so many, the connection ends here with ETIMEDOUT and a RST goes to the peer.
        """, zh: "超过后，本端以 ETIMEDOUT 结束连接，并向对端发 RST。"),
    change: Text(
      en: """
        3 to 5 where a dead peer must be noticed soon; on the socket: TCP_KEEPCNT.
        """, zh: "需要尽快发现对端失联时设为 3～5；套接字上用 TCP_KEEPCNT。"),
    effects: Text(
      en: "A short outage of the path then kills idle connections.", zh: "路径短暂中断也会断开空闲连接。"),
    counters: [Counter(rawValue: "TCPKeepAlive"), .abortOnTimeout],
    causes: ["keepalive-probe-timeout"],
    scenario: "keepalive-probe-timeout", sources: ["tcp(7): TCP_KEEPCNT"])

  public static let retries2 = Parameter(
    "net.ipv4.tcp_retries2",
    Text(en: "Retransmissions before an open connection is given up", zh: "已建立连接放弃前的重传次数"),
    words: [Text(en: "retransmission timeout", zh: "重传超时")],
    .number(.retries, 0...255), .namespace, standard: .fixed("15"),
    does: Text(
      en: """
        Unacknowledged data is repeated with doubling waits; 15 stands for about 924 s at the \
        least RTO, more on slow paths. Then the call fails with ETIMEDOUT and no RST is sent.
        """,
      zh: """
        未确认的数据按翻倍间隔重传；15 次在最小 RTO 下约 924 秒，慢速路径更久。之后调用以 \
        ETIMEDOUT 失败，且不发 RST。
        """),
    doesNot: Text(
      en: """
        It says nothing of idle connections: without data on the way nothing is repeated.
        """, zh: "与空闲连接无关：没有在途数据就没有重传。"),
    change: Text(
      en: """
        Leave it; set TCP_USER_TIMEOUT on the sockets that must fail soon. RFC 1122 asks for at \
        least 100 s, which is 8.
        """,
      zh: """
        保持默认；需要尽快失败的套接字用 TCP_USER_TIMEOUT。RFC 1122 要求至少 100 秒，即 8 次。
        """),
    effects: Text(
      en: """
        Low values cut connections in any outage of a minute, for every program of the \
        namespace.
        """,
      zh: """
        设得过小，一分钟左右的中断就会断开该命名空间内所有程序的连接。
        """),
    counters: [.abortOnTimeout, Counter(rawValue: "TCPTimeouts")],
    causes: ["retransmission-timeout", "stale-connection"],
    scenario: "retransmission-timeout/given-up",
    sources: [
      "ip-sysctl: tcp_retries2", "tcp(7): TCP_USER_TIMEOUT",
      "tcp_write_timeout() in net/ipv4/tcp_timer.c",
    ])

  public static let rtoMax = Parameter(
    "net.ipv4.tcp_rto_max_ms", Text(en: "Longest wait between retransmissions", zh: "重传间隔的上限"),
    .number(.milliseconds, 1000...120_000), .namespace, since: KernelVersion(6, 15),
    standard: .fixed("120000"),
    does: Text(en: "Caps the doubling of the retransmission time-out.", zh: "限制重传超时翻倍的上限。"),
    doesNot: Text(
      en: """
        Alone it shortens the time until a connection is given up, for tcp_retries2 counts \
        retransmissions: raise that with it.
        """,
      zh: """
        单独调小会缩短放弃连接的时间，因为 tcp_retries2 按次数计算；应同时调大后者。
        """),
    change: Text(
      en: """
        10000 or so where paths recover fast and tcp_retries2 is adapted.
        """,
      zh: """
        路径恢复很快、且 tcp_retries2 已相应调整时，可设为 10000 左右。
        """),
    causes: ["retransmission-timeout"],
    sources: [
      "ip-sysctl: tcp_rto_max_ms", "commit 1280c26228bd \"tcp: add tcp_rto_max_ms sysctl\"",
    ])
}
