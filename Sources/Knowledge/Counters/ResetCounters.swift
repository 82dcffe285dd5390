internal import Diagnosis

extension CounterEntry {
  static let resets: [CounterEntry] = [
    CounterEntry(
      "OutRsts", group: "Tcp",
      Text(
        en: """
          RSTs that the TCP stack of this namespace sent, or tried to.
          """, zh: "该命名空间的 TCP 协议栈发出（或试图发出）的 RST。"),
      caution: Text(
        en: """
          A firewall rule's RST (reject with tcp reset) is not among them. There is no counter \
          of received RSTs at all.
          """,
        zh: """
          防火墙规则发出的 RST（reject with tcp reset）不计入。内核没有统计收到的 RST 的计数器。
          """),
      words: [Text(en: "resets sent", zh: "发出的 RST")],
      causes: ["port-closed", "unread-data-at-close", "stale-connection"],
      site: "tcp_v4_send_reset(), tcp_send_active_reset()"),
    CounterEntry(
      "EstabResets", group: "Tcp",
      Text(
        en: """
          Connections that went from ESTABLISHED or CLOSE_WAIT straight to CLOSE.
          """, zh: "从 ESTABLISHED 或 CLOSE_WAIT 直接变为 CLOSE 的连接。"),
      caution: Text(
        en: """
          Not "resets received": RSTs sent, received and time-outs all count. One reset on \
          loopback counts twice, once for each end.
          """,
        zh: """
          不是“收到的 RST”：发出的、收到的 RST 以及超时都计入。环回上一次重置会计两次，两端各一\
          次。
          """),
      words: [Text(en: "connection resets", zh: "连接重置数")],
      causes: ["unread-data-at-close", "retransmission-timeout"],
      site: "tcp_set_state()"),
    CounterEntry(
      "AttemptFails", group: "Tcp",
      Text(
        en: """
          Handshakes that failed: connects refused, reset or timed out, and half-open ones that \
          a RST ended.
          """,
        zh: """
          失败的握手：connect 被拒绝、被重置或超时，以及被 RST 终止的半连接。
          """),
      words: [Text(en: "failed connection attempts", zh: "连接失败")],
      causes: ["port-closed", "retransmission-timeout", "connect-cancelled"],
      site: "tcp_done(), tcp_check_req()"),
    CounterEntry(
      "EmbryonicRsts",
      Text(
        en: """
          Half-open connections that ended by a RST, sent or received.
          """, zh: "因 RST（发出或收到）而结束的半连接。"),
      caution: Text(
        en: """
          It grows together with ListenOverflows when tcp_abort_on_overflow is 1.
          """,
        zh: """
          tcp_abort_on_overflow 为 1 时，它与 ListenOverflows 一起增长。
          """),
      causes: ["accept-queue-overflow", "connect-cancelled"], site: "tcp_check_req()"),
    CounterEntry(
      "TCPAbortOnData",
      Text(
        en: """
          Connections reset because data came after close(), or because SO_LINGER with time 0 \
          was set, or TCP_LINGER2 < 0 at close.
          """,
        zh: """
          因 close() 之后又收到数据而重置的连接；SO_LINGER 时间为 0、以及 TCP_LINGER2 < 0 的关闭\
          也计入。
          """),
      caution: Text(
        en: """
          It is this one, not TCPAbortOnLinger, that counts SO_LINGER 0.
          """, zh: "SO_LINGER 0 计入这里，而不是 TCPAbortOnLinger。"),
      causes: ["write-after-close", "linger-zero", "keepalive-race"],
      site: "tcp_rcv_state_process(), __tcp_close()"),
    CounterEntry(
      "TCPAbortOnClose",
      Text(
        en: """
          Connections reset because close(), or the end of the process, found unread data.
          """, zh: "close()（或进程结束）时还有未读数据，因而重置的连接。"),
      causes: ["unread-data-at-close", "process-died", "early-response-close", "keepalive-race"],
      site: "__tcp_close()"),
    CounterEntry(
      "TCPAbortOnMemory",
      Text(
        en: """
          Connections reset because there were too many orphans or too much TCP memory was in \
          use.
          """, zh: "因孤儿过多或 TCP 内存超限而重置的连接。"),
      causes: ["orphan-limit", "tcp-memory-limit"], site: "tcp_out_of_resources(), __tcp_close()"),
    CounterEntry(
      "TCPAbortOnTimeout",
      Text(
        en: """
          Connections given up: retransmissions, keep-alive probes or TCP_USER_TIMEOUT ran out.
          """, zh: "放弃的连接：重传、保活探测或 TCP_USER_TIMEOUT 用尽。"),
      caution: Text(
        en: """
          A RST goes out only after keep-alive probes; after retransmissions none does.
          """, zh: "只有保活探测失败才会发 RST；重传用尽不发。"),
      causes: ["retransmission-timeout", "keepalive-probe-timeout"],
      site: "tcp_write_err(), tcp_keepalive_timer()"),
    CounterEntry(
      "TCPAbortOnLinger",
      Text(
        en: """
          Orphans reset in FIN_WAIT2 because TCP_LINGER2 is negative or their time ran out.
          """, zh: "FIN_WAIT2 中的孤儿因 TCP_LINGER2 为负或超时而被重置。"),
      caution: Text(en: "SO_LINGER is not counted here.", zh: "SO_LINGER 不计入这里。"),
      causes: ["linger2-negative"], site: "__tcp_close(), tcp_rcv_state_process()"),
    CounterEntry(
      "TCPAbortFailed",
      Text(en: "RSTs that could not be sent: no memory for the packet.", zh: "因没有内存而未能发出的 RST。"),
      causes: ["tcp-memory-limit"], site: "tcp_send_active_reset()"),
    CounterEntry(
      "TCPChallengeACK",
      Text(
        en: """
          ACKs that answer a RST or a SYN which is in the window but not exact (RFC 5961).
          """, zh: "对“在窗口内但不精确”的 RST 或 SYN 回应的 ACK（RFC 5961）。"),
      causes: ["port-reuse-collision", "sequence-mismatch"], site: "tcp_send_challenge_ack()"),
    CounterEntry(
      "TCPSYNChallenge",
      Text(
        en: """
          SYNs that came for a connection that is open: the port was reused too early, or a RST \
          was lost.
          """, zh: "发往已打开连接的 SYN：端口过早被复用，或 RST 丢失。"),
      causes: ["port-reuse-collision"], site: "tcp_validate_incoming()"),
  ]
}
