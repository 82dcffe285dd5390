internal import Diagnosis

extension KernelReason {
  static let resets: [KernelReason] = [
    KernelReason(
      .reset, "NOT_SPECIFIED",
      Text(
        en: """
          The kernel gives no reason; the function that sent the RST must tell. Kernels 6.10 and \
          6.11 say so of every reset that a socket starts by itself.
          """,
        zh: """
          内核没有给出原因，只能看是哪个函数发的 RST。6.10、6.11 上，套接字主动发出的 RST 都是这\
          个值。
          """),
      site: "include/net/rstreason.h"),
    KernelReason(
      .reset, "NO_SOCKET",
      Text(
        en: """
          A segment came for which there is no socket: a SYN to a closed port, or a segment of a \
          connection that this host does not know (any more).
          """,
        zh: """
          到达的报文段没有对应的套接字：发往关闭端口的 SYN，或本机（已）不认识的连接的报文段。
          """),
      caution: Text(
        en: """
          Look at what it answers: a SYN gives ECONNREFUSED, anything else ECONNRESET.
          """,
        zh: """
          要看它回应的是什么：回应 SYN 时对端得到 ECONNREFUSED，否则是 ECONNRESET。
          """),
      causes: [
        "port-closed", "stale-connection", "backend-moved", "conntrack-invalid", "port-scan",
      ], site: "tcp_v4_rcv(), tcp_v6_rcv()"),
    KernelReason(
      .reset, "TCP_FLAGS",
      Text(en: "An ACK without a connection came to a listener.", zh: "监听套接字收到不属于任何连接的 ACK。"),
      caution: Text(
        en: """
          Nothing is wrong with the flags: the server restarted, an overflowed handshake was \
          forgotten (tcp_abort_on_overflow 0), or a cookie was wrong.
          """,
        zh: """
          标志位本身没有问题：可能是服务重启过、溢出的握手已被遗忘（tcp_abort_on_overflow 为 0），\
          或 cookie 无效。
          """),
      causes: ["accept-queue-overflow", "stale-connection", "syn-cookie-rejected"],
      site: "tcp_rcv_state_process()"),
    KernelReason(
      .reset, "INVALID_SYN",
      Text(
        en: """
          A handshake ended before its socket existed: the accept queue was full with \
          tcp_abort_on_overflow 1, or the socket could not be made; seldom a SYN inside the \
          window.
          """,
        zh: """
          套接字建立之前握手就结束了：全连接队列已满且 tcp_abort_on_overflow 为 1，或无法创建套\
          接字；极少数是窗口内的 SYN。
          """),
      caution: Text(
        en: """
          Mostly the SYN was fine. EmbryonicRsts and ListenOverflows growing together prove the queue.
          """,
        zh: """
          多数情况下 SYN 没有问题。EmbryonicRsts 与 ListenOverflows 同时增长即可证明是队列满。
          """),
      causes: ["accept-queue-overflow"], site: "tcp_check_req()"),
    KernelReason(
      .reset, "TCP_TIMEWAIT_SOCKET",
      Text(
        en: """
          Data came for a connection that was closed here and whose FIN is acknowledged: the \
          small socket that waits for the peer's FIN.
          """,
        zh: """
          连接已在本端关闭、FIN 已被确认（留着一个小套接字等对端的 FIN），此时又收到数据。
          """),
      caution: Text(
        en: """
          No TIME_WAIT trouble: a real TIME_WAIT never sends a RST. Most often the keep-alive \
          race.
          """,
        zh: """
          不是 TIME_WAIT 的问题：真正的 TIME_WAIT 从不发 RST。最常见的是 keep-alive 竞争。
          """),
      causes: ["keepalive-race", "write-after-close", "request-limit-close"],
      site: "tcp_timewait_state_process()"),
    KernelReason(
      .reset, "TCP_ABORT_ON_DATA",
      Text(
        en: """
          Data came after this end had closed, before its FIN was acknowledged.
          """, zh: "本端已关闭、FIN 尚未被确认时又收到数据。"),
      caution: Text(
        en: """
          tcp_receive_reset fires on the same host, although no RST was received.
          """, zh: "同一主机上 tcp_receive_reset 也会触发，尽管并没有收到 RST。"),
      causes: ["write-after-close", "keepalive-race", "linger2-negative"],
      site: "tcp_rcv_state_process()"),
    KernelReason(
      .reset, "TCP_ABORT_ON_CLOSE",
      Text(
        en: """
          close(), or the end of the process, found data that was never read.
          """, zh: "close()（或进程结束）时还有从未读取的数据。"),
      causes: ["unread-data-at-close", "process-died", "early-response-close", "keepalive-race"],
      site: "__tcp_close()"),
    KernelReason(
      .reset, "TCP_ABORT_ON_LINGER",
      Text(
        en: """
          TCP_LINGER2 is negative: the socket does not wait in FIN_WAIT2.
          """, zh: "TCP_LINGER2 为负：套接字不在 FIN_WAIT2 中等待。"),
      caution: Text(
        en: "Not SO_LINGER: that shows as TCP_STATE.", zh: "不是 SO_LINGER：SO_LINGER 显示为 TCP_STATE。"),
      causes: ["linger2-negative"], site: "__tcp_close()"),
    KernelReason(
      .reset, "TCP_ABORT_ON_MEMORY",
      Text(en: "Too many orphans, or TCP's memory is used up.", zh: "孤儿过多，或 TCP 内存用尽。"),
      causes: ["orphan-limit", "tcp-memory-limit"], site: "__tcp_close(), tcp_out_of_resources()"),
    KernelReason(
      .reset, "TCP_STATE",
      Text(
        en: """
          A socket was aborted in a call: close() with SO_LINGER 0, connect(AF_UNSPEC), a \
          listener that closed over waiting connections, `ss -K`.
          """,
        zh: """
          套接字在某个调用中被中止：SO_LINGER 0 的 close()、connect(AF_UNSPEC)、监听套接字关闭时\
          队列中还有连接、`ss -K`。
          """),
      caution: Text(
        en: """
          The state beside it decides: CLOSE for the first three, the real state for `ss -K`.
          """, zh: "看旁边的状态：前三种为 CLOSE，`ss -K` 则是真实状态。"),
      causes: ["linger-zero", "listener-closed", "socket-destroyed", "disconnect-call"],
      site: "tcp_disconnect(), tcp_abort()"),
    KernelReason(
      .reset, "TCP_KEEPALIVE_TIMEOUT",
      Text(
        en: """
          Keep-alive probes, or TCP_USER_TIMEOUT, ran out: the peer did not answer.
          """, zh: "保活探测或 TCP_USER_TIMEOUT 用尽：对端没有应答。"),
      causes: ["keepalive-probe-timeout"], site: "tcp_keepalive_timer()"),
    KernelReason(
      .reset, "TCP_DISCONNECT_WITH_DATA",
      Text(
        en: """
          A socket that was already closing was aborted with data unsent.
          """, zh: "正在关闭的套接字仍有未发送的数据时被中止。"),
      causes: ["linger-zero", "disconnect-call"], site: "tcp_disconnect()"),
    KernelReason(
      .reset, "TCP_INVALID_ACK_SEQUENCE",
      Text(
        en: """
          This host's SYN was answered by an ACK for something else: the other side still has an \
          old connection on this tuple.
          """,
        zh: """
          本机的 SYN 得到的 ACK 对不上：对端在同一四元组上还有旧连接。
          """),
      caution: Text(
        en: """
          The client tries again and mostly succeeds: about a second is lost.
          """, zh: "客户端会重试且大多成功，只损失约一秒。"),
      causes: ["port-reuse-collision"], site: "tcp_rcv_synsent_state_process()"),
    KernelReason(
      .reset, "TCP_RFC7323_PAWS",
      Text(en: "A SYN-ACK echoed a timestamp that was never sent.", zh: "SYN-ACK 回显了从未发送过的时间戳。"),
      causes: ["sequence-mismatch"], site: "tcp_rcv_synsent_state_process()"),
    KernelReason(
      .reset, "TCP_OLD_ACK",
      Text(
        en: """
          The last ACK of a handshake was for an earlier sequence number.
          """, zh: "握手的最后一个 ACK 确认的是更早的序号。"), causes: ["sequence-mismatch"],
      site: "tcp_rcv_state_process()"),
    KernelReason(
      .reset, "TCP_TOO_OLD_ACK",
      Text(en: "The same, and so old that it may be forged.", zh: "同上，且旧到可能是伪造。"),
      causes: ["sequence-mismatch"], site: "tcp_rcv_state_process()"),
    KernelReason(
      .reset, "TCP_ACK_UNSENT_DATA",
      Text(en: "An ACK for data that was never sent.", zh: "ACK 确认了从未发送的数据。"),
      causes: ["sequence-mismatch"], site: "tcp_rcv_state_process()"),
    KernelReason(
      .reset, "MPTCP_RST_EUNSPEC",
      Text(
        en: "Multipath TCP: a subflow was reset without a closer reason.", zh: "MPTCP：子流被重置，原因未细分。"),
      causes: ["mptcp-reset"], site: "RFC 8684 section 3.6"),
    KernelReason(
      .reset, "MPTCP_RST_EMPTCP",
      Text(en: "Multipath TCP: an error in the protocol.", zh: "MPTCP：协议错误。"),
      causes: ["mptcp-reset"], site: "RFC 8684 section 3.6"),
    KernelReason(
      .reset, "MPTCP_RST_ERESOURCE",
      Text(en: "Multipath TCP: not enough resources.", zh: "MPTCP：资源不足。"), causes: ["mptcp-reset"],
      site: "RFC 8684 section 3.6"),
    KernelReason(
      .reset, "MPTCP_RST_EPROHIBIT",
      Text(en: "Multipath TCP: a subflow is not allowed.", zh: "MPTCP：不允许建立该子流。"),
      causes: ["mptcp-reset"], site: "RFC 8684 section 3.6"),
    KernelReason(
      .reset, "MPTCP_RST_EWQ2BIG",
      Text(en: "Multipath TCP: too much data waits to be acknowledged.", zh: "MPTCP：待确认的数据过多。"),
      causes: ["mptcp-reset"], site: "RFC 8684 section 3.6"),
    KernelReason(
      .reset, "MPTCP_RST_EBADPERF",
      Text(en: "Multipath TCP: the subflow is too slow.", zh: "MPTCP：子流性能太差。"),
      causes: ["mptcp-reset"], site: "RFC 8684 section 3.6"),
    KernelReason(
      .reset, "MPTCP_RST_EMIDDLEBOX",
      Text(
        en: "Multipath TCP: a device on the path changes the stream.", zh: "MPTCP：路径上的设备改动了数据流。"),
      causes: ["mptcp-reset"], site: "RFC 8684 section 3.6"),
    KernelReason(
      .reset, "ERROR",
      Text(
        en: """
          An error for which there is no name; a kernel that says so has a bug or a new case.
          """, zh: "没有对应名称的错误；出现它说明内核有缺陷或新情况。"), site: "include/net/rstreason.h"),
  ]

  /// Every reason that the program explains.
  public static let all: [KernelReason] = resets + drops
}
