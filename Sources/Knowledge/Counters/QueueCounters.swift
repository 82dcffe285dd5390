internal import Diagnosis

extension CounterEntry {
  static let queues: [CounterEntry] = [
    CounterEntry(
      "ListenOverflows",
      Text(
        en: """
          A SYN, or the last ACK of a handshake, found the accept queue full.
          """, zh: "SYN 或握手的最后一个 ACK 到达时，全连接队列已满。"),
      caution: Text(
        en: """
          One connection can count many times: each repeated SYN and ACK counts.
          """, zh: "一个连接可能计多次：重传的 SYN 和 ACK 都会计入。"),
      words: [
        Text(en: "accept queue overflow", zh: "全连接队列溢出"),
        Text(en: "times the listen queue of a socket overflowed", zh: "监听队列溢出"),
      ],
      causes: ["accept-queue-overflow"], site: "tcp_conn_request(), tcp_v4_syn_recv_sock()"),
    CounterEntry(
      "ListenDrops",
      Text(
        en: """
          Handshakes that a listener dropped for any reason, ListenOverflows among them.
          """, zh: "监听套接字因任何原因丢弃的握手，包含 ListenOverflows。"),
      caution: Text(
        en: """
          Only ListenOverflows proves a full accept queue; the rest had no memory, no route, or \
          no room for a SYN.
          """,
        zh: """
          只有 ListenOverflows 能证明全连接队列满；其余可能是没有内存、没有路由或 SYN 放不下。
          """),
      words: [Text(en: "SYNs to LISTEN sockets dropped", zh: "被丢弃的 SYN")],
      causes: ["accept-queue-overflow", "syn-queue-overflow"], site: "tcp_listendrop()"),
    CounterEntry(
      "TCPReqQFullDoCookies",
      Text(
        en: """
          SYNs answered with a cookie because the listener had too many handshakes in progress.
          """, zh: "半连接过多，改用 cookie 应答的 SYN。"),
      words: [Text(en: "syn queue overflow", zh: "半连接队列溢出")], causes: ["syn-queue-overflow"],
      site: "tcp_syn_flood_action()"),
    CounterEntry(
      "TCPReqQFullDrop",
      Text(
        en: "SYNs dropped for the same reason with SYN cookies off.",
        zh: "同样原因、但 SYN cookie 关闭，因而丢弃的 SYN。"),
      words: [Text(en: "syn queue overflow", zh: "半连接队列溢出")], causes: ["syn-queue-overflow"],
      site: "tcp_syn_flood_action()"),
    CounterEntry(
      "SyncookiesSent", Text(en: "SYN-ACKs that carried a cookie.", zh: "带 cookie 的 SYN-ACK。"),
      causes: ["syn-queue-overflow", "syn-cookie-rejected"], site: "cookie_v4_init_sequence()"),
    CounterEntry(
      "SyncookiesRecv", Text(en: "Valid cookies that came back.", zh: "返回的有效 cookie。"),
      caution: Text(
        en: """
          Valid does not mean accepted: with a full accept queue the connection is dropped all \
          the same.
          """, zh: "有效不等于建立成功：全连接队列满时仍会丢弃。"),
      causes: ["syn-queue-overflow"], site: "cookie_v4_check()"),
    CounterEntry(
      "SyncookiesFailed",
      Text(
        en: """
          ACKs to a listener that should have held a cookie and did not, or came too late.
          """, zh: "发给监听套接字的 ACK 本应带有效 cookie，但无效或已过期。"),
      causes: ["syn-cookie-rejected", "stale-connection"], site: "cookie_v4_check()"),
    CounterEntry(
      "TCPDeferAcceptDrop",
      Text(
        en: """
          ACKs of handshakes put aside because the listener uses TCP_DEFER_ACCEPT and no data \
          had come.
          """,
        zh: """
          监听套接字使用 TCP_DEFER_ACCEPT、数据未到，因而暂不处理的握手 ACK。
          """),
      site: "tcp_check_req()"),
    CounterEntry(
      "TCPFastOpenListenOverflow",
      Text(
        en: "Fast Open requests that the listener's own bound refused.",
        zh: "超出监听套接字 Fast Open 上限的请求。"),
      site: "tcp_fastopen_queue_check()"),
    CounterEntry(
      "TCPMigrateReqSuccess",
      Text(
        en: """
          Waiting connections that moved to another listener (tcp_migrate_req).
          """, zh: "成功迁移到其他监听套接字的排队连接（tcp_migrate_req）。"),
      causes: ["listener-closed"], site: "inet_csk_listen_stop()"),
    CounterEntry(
      "TCPMigrateReqFailure",
      Text(
        en: "Waiting connections that should have moved and were reset.", zh: "本应迁移但失败、因而被重置的排队连接。"),
      causes: ["listener-closed"], site: "inet_csk_listen_stop()"),
    CounterEntry(
      "TCPBacklogDrop",
      Text(
        en: """
          Segments dropped because a socket that its program was busy with had too much waiting.
          """, zh: "套接字正被程序占用、积压过多，因而丢弃的报文段。"),
      caution: Text(
        en: "This backlog is not that of listen().", zh: "这里的 backlog 不是 listen() 的 backlog。"),
      site: "tcp_add_backlog()"),
    CounterEntry(
      "TCPRcvQDrop",
      Text(en: "Segments dropped because the receive buffer was full.", zh: "接收缓冲区已满而丢弃的报文段。"),
      causes: ["slow-reader-limit", "tcp-memory-limit"], site: "tcp_data_queue()"),
    CounterEntry(
      "TCPZeroWindowDrop",
      Text(
        en: """
          Data that came although the window was closed, and was dropped.
          """, zh: "窗口已关闭仍到达、因而丢弃的数据。"),
      causes: ["slow-reader-limit"], site: "tcp_data_queue()"),
    CounterEntry(
      "TCPOFODrop",
      Text(
        en: "Segments out of order that were dropped for want of memory.", zh: "因内存不足而丢弃的乱序报文段。"),
      site: "tcp_data_queue_ofo()"),
    CounterEntry(
      "PruneCalled",
      Text(en: "Times the kernel had to make room in a receive buffer.", zh: "内核需要在接收缓冲区中腾出空间的次数。"),
      causes: ["tcp-memory-limit"], site: "tcp_prune_queue()"),
    CounterEntry(
      "RcvPruned",
      Text(en: "Times data in a receive queue had to be thrown away.", zh: "不得不丢弃接收队列中数据的次数。"),
      causes: ["tcp-memory-limit"], site: "tcp_prune_queue()"),
    CounterEntry(
      "TCPMemoryPressures",
      Text(
        en: "Times TCP's memory went above the second number of tcp_mem.",
        zh: "TCP 内存超过 tcp_mem 第二个数的次数。"),
      causes: ["tcp-memory-limit"], site: "tcp_enter_memory_pressure()"),
    CounterEntry(
      "TCPWqueueTooBig",
      Text(
        en: """
          Segments that could not be split because the send queue was far over its bound.
          """, zh: "发送队列远超上限，因而无法切分的报文段。"),
      site: "tcp_fragment()"),
  ]
}
