internal import Diagnosis

extension ShortPage {
  /// Things of TCP that questions are asked about and that are no single parameter.
  static let concepts: [ShortPage] = [
    ShortPage(
      .concept, "accept-queue", Text(en: "The accept queue", zh: "全连接队列（accept queue）"),
      words: [Text(en: "backlog", zh: "全连接队列"), Text(en: "listen queue", zh: "已完成队列")],
      [
        Text(
          en: """
            Connections whose handshake is complete and which the program has not taken with \
            accept(). Limit = min(backlog of listen(), net.core.somaxconn at that moment); it is \
            full when its length is above the limit, so limit + 1 fit.
            """,
          zh: """
            握手已完成、程序尚未 accept 的连接。上限 = min(listen() 的 backlog, 当时的 \
            net.core.somaxconn)；长度大于上限才算满，因此能放下“上限 + 1”个。
            """),
        Text(
          en: """
            While it is full: SYNs are dropped; the last ACK of a handshake is ignored \
            (tcp_abort_on_overflow 0) or answered with a RST (1). With 0 the client believes it \
            is connected; what it sends is ignored, and after the SYN-ACK retries (63 s by \
            default) its next segment gets a late RST.
            """,
          zh: """
            队列满时：SYN 被丢弃；握手的最后一个 ACK 被忽略（tcp_abort_on_overflow 为 0）或被回 \
            RST（为 1）。为 0 时客户端以为已连接，发送的数据被忽略；SYN-ACK 重试用尽（默认 63 秒）\
            后，它的下一个报文会收到迟来的 RST。
            """),
      ], look: "ss -ltn", causes: ["accept-queue-overflow", "file-descriptor-exhaustion"],
      sources: ["listen(2)", "tcp_check_req() in net/ipv4/tcp_minisocks.c"]),
    ShortPage(
      .concept, "syn-queue", Text(en: "The SYN queue", zh: "半连接队列（SYN queue）"),
      words: [
        Text(en: "half-open connections", zh: "半连接队列"), Text(en: "request queue", zh: "未完成队列"),
      ],
      [
        Text(
          en: """
            Handshakes that wait for their last ACK (SYN_RECV). Since Linux 4.4 they are not \
            kept in the listener, only counted: the listener's own limit, min(backlog, \
            somaxconn), is where SYN cookies begin, or, with tcp_syncookies 0, where SYNs are \
            dropped. tcp_max_syn_backlog counts in the second case only.
            """,
          zh: """
            等待最后一个 ACK 的握手（SYN_RECV）。Linux 4.4 起不再挂在监听套接字上，只计数：数量\
            达到监听套接字的上限 min(backlog, somaxconn) 后开始发 SYN cookie；若 tcp_syncookies \
            为 0，则开始丢弃 SYN。tcp_max_syn_backlog 只在后一种情况下起作用。
            """)
      ], look: "ss -tan state syn-recv", causes: ["syn-queue-overflow", "syn-cookie-rejected"],
      sources: [
        "inet_csk_reqsk_queue_is_full() in include/net/inet_connection_sock.h",
        "tcp_conn_request() in net/ipv4/tcp_input.c",
      ]),
    ShortPage(
      .concept, "rst", Text(en: "The RST segment", zh: "RST 报文"),
      words: [Text(en: "reset", zh: "重置"), Text(en: "tcp reset", zh: "复位")],
      [
        Text(
          en: """
            Two kinds. An active one aborts a socket that exists: ACK flag set, window of the \
            socket, IP id of the flow. A stateless one answers a segment that met no usable \
            socket: to a segment with ACK it is a bare R with its sequence number taken from \
            there, window 0, IP id 0.
            """,
          zh: """
            分两种。主动的 RST 中止一个存在的套接字：带 ACK 标志、窗口为套接字的值、IP id 延续该\
            流。无状态的 RST 回应没有可用套接字的报文段：回应带 ACK 的报文时只有 R 标志，序号取\
            自对方的确认号，窗口 0，IP id 0。
            """),
        Text(
          en: """
            A firewall's `reject with tcp reset` looks like the second kind, but moves no \
            counter of TCP and fires no event.
            """,
          zh: """
            防火墙的 `reject with tcp reset` 看起来像第二种，但不增加 TCP 计数器，也不触发事件。
            """),
      ], look: "sudo whyreset watch",
      causes: ["unread-data-at-close", "stale-connection", "firewall-reject", "injected-reset"],
      sources: ["RFC 9293 section 3.5.2", "tcp_v4_send_reset(), tcp_send_active_reset()"]),
    ShortPage(
      .concept, "keep-alive", Text(en: "Two things called keep-alive", zh: "两种 keep-alive"),
      words: [Text(en: "http keepalive", zh: "长连接"), Text(en: "idle timeout", zh: "空闲超时")],
      [
        Text(
          en: """
            HTTP keep-alive keeps a connection for the next request; each side has an idle \
            limit, and the shorter one should be the client's. If the server's is shorter, its \
            close can cross the client's next request: the keep-alive race.
            """,
          zh: """
            HTTP keep-alive 让连接留给下一个请求；两端各有空闲上限，客户端的应当更短。若服务端更\
            短，它的关闭会与客户端的下一个请求相撞，即 keep-alive 竞争。
            """),
        Text(
          en: """
            TCP keep-alive (SO_KEEPALIVE) sends empty probes on an idle connection: it keeps NAT \
            entries alive and finds dead peers, and restarts no HTTP timer.
            """,
          zh: """
            TCP keep-alive（SO_KEEPALIVE）在空闲连接上发空探测：用于维持 NAT 条目、发现失联的对\
            端，不会重置 HTTP 的计时。
            """),
      ], causes: ["keepalive-race", "middlebox-idle-expiry"],
      sources: ["RFC 9112 section 9.3", "tcp(7)"]),
  ]
}
