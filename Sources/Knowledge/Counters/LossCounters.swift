internal import Diagnosis

extension CounterEntry {
  static let loss: [CounterEntry] = [
    CounterEntry(
      "RetransSegs", group: "Tcp", Text(en: "Segments sent again.", zh: "重传的报文段。"),
      caution: Text(
        en: """
          Read it as a share of OutSegs; a fraction of a percent is normal.
          """, zh: "应看它占 OutSegs 的比例；千分之几属正常。"),
      words: [Text(en: "retransmissions", zh: "重传")], causes: ["retransmission-timeout"],
      site: "__tcp_retransmit_skb()"),
    CounterEntry(
      "InErrs", group: "Tcp",
      Text(
        en: "Segments received with errors: bad checksum, bad length.", zh: "收到的错误报文段：校验和或长度不对。"),
      site: "tcp_v4_rcv()"),
    CounterEntry(
      "InCsumErrors", group: "Tcp",
      Text(en: "Those of InErrs with a bad checksum.", zh: "InErrs 中校验和错误的部分。"),
      site: "tcp_v4_rcv()"),
    CounterEntry(
      "ActiveOpens", group: "Tcp", Text(en: "Connects begun.", zh: "主动发起的连接数。"),
      site: "tcp_connect()"),
    CounterEntry(
      "PassiveOpens", group: "Tcp",
      Text(en: "Handshakes completed by listeners.", zh: "监听套接字完成握手的连接数。"),
      site: "tcp_create_openreq_child()"),
    CounterEntry(
      "CurrEstab", group: "Tcp",
      Text(
        en: """
          Connections in ESTABLISHED or CLOSE_WAIT now; a gauge, not a counter.
          """,
        zh: """
          当前处于 ESTABLISHED 或 CLOSE_WAIT 的连接数；是瞬时值而非累计值。
          """), site: "tcp_set_state()"),
    CounterEntry(
      "TCPTimeouts",
      Text(
        en: """
          Retransmission timers that went off, SYN and SYN-ACK among them.
          """, zh: "重传定时器到期次数，包括 SYN 和 SYN-ACK。"),
      causes: ["retransmission-timeout", "accept-queue-overflow"], site: "tcp_retransmit_timer()"),
    CounterEntry(
      "TCPSynRetrans", Text(en: "SYNs and SYN-ACKs sent again.", zh: "重发的 SYN 和 SYN-ACK。"),
      causes: ["accept-queue-overflow", "syn-queue-overflow", "retransmission-timeout"],
      site: "tcp_retransmit_skb(), tcp_rtx_synack()"),
    CounterEntry(
      "TCPLostRetransmit", Text(en: "Retransmissions that were lost as well.", zh: "重传后又丢失的报文段。"),
      causes: ["retransmission-timeout"], site: "tcp_mark_skb_lost()"),
    CounterEntry(
      "TCPRetransFail",
      Text(en: "Retransmissions that could not be sent from here.", zh: "本机未能发出的重传。"),
      site: "__tcp_retransmit_skb()"),
    CounterEntry(
      "TCPFastRetrans",
      Text(
        en: """
          Retransmissions without a time-out, after later segments had arrived.
          """, zh: "未等超时、凭后续报文已到达而触发的重传。"), site: "tcp_xmit_retransmit_queue()"),
    CounterEntry(
      "TCPLossProbes", Text(en: "Probes for a lost last segment.", zh: "为末尾丢失报文段发出的探测。"),
      site: "tcp_send_loss_probe()"),
    CounterEntry(
      "TCPSpuriousRTOs", Text(en: "Time-outs that turned out to be needless.", zh: "事后证明不必要的超时。"),
      site: "tcp_process_loss()"),
    CounterEntry(
      "TCPKeepAlive", Text(en: "Keep-alive probes sent.", zh: "发出的保活探测。"),
      words: [Text(en: "keepalive probes", zh: "保活探测")],
      causes: ["keepalive-probe-timeout"], site: "tcp_write_wakeup()"),
    CounterEntry(
      "TCPWinProbe", Text(en: "Probes of a closed window.", zh: "对零窗口的探测。"),
      causes: ["slow-reader-limit"], site: "tcp_write_wakeup()"),
    CounterEntry(
      "TCPToZeroWindowAdv",
      Text(
        en: """
          Times a receive window was closed: a program here does not read.
          """, zh: "通告零窗口的次数：本机有程序不读数据。"),
      words: [Text(en: "zero window", zh: "零窗口")], causes: ["slow-reader-limit"],
      site: "tcp_select_window()"),
    CounterEntry(
      "TCPFromZeroWindowAdv", Text(en: "Times it was opened again.", zh: "从零窗口恢复的次数。"),
      site: "tcp_select_window()"),
    CounterEntry(
      "TW", Text(en: "Sockets that ended TIME_WAIT by its time.", zh: "正常走完 TIME_WAIT 的套接字。"),
      words: [Text(en: "time wait", zh: "TIME_WAIT 数量")],
      causes: ["port-exhaustion"], site: "inet_twsk_kill()"),
    CounterEntry(
      "TWRecycled",
      Text(
        en: "TIME_WAIT ports that connect() took over (tcp_tw_reuse).",
        zh: "被 connect() 复用的 TIME_WAIT 端口（tcp_tw_reuse）。"), causes: ["port-exhaustion"],
      site: "tcp_twsk_unique()"),
    CounterEntry(
      "TWKilled", Text(en: "TIME_WAIT sockets that ended early.", zh: "提前结束的 TIME_WAIT 套接字。"),
      site: "inet_twsk_kill()"),
    CounterEntry(
      "TCPTimeWaitOverflow",
      Text(
        en: """
          Closed connections that skipped TIME_WAIT because there were tcp_max_tw_buckets \
          already.
          """,
        zh: """
          TIME_WAIT 已达 tcp_max_tw_buckets，因而跳过 TIME_WAIT 的连接。
          """),
      causes: ["time-wait-overflow"], site: "tcp_time_wait()"),
    CounterEntry(
      "PAWSActive",
      Text(en: "Connects whose SYN-ACK echoed a wrong timestamp.", zh: "SYN-ACK 回显的时间戳不对的主动连接。"),
      causes: ["sequence-mismatch"], site: "tcp_rcv_synsent_state_process()"),
    CounterEntry(
      "PAWSEstab",
      Text(en: "Segments dropped because their timestamp was too old.", zh: "因时间戳过旧而丢弃的报文段。"),
      causes: ["sequence-mismatch"], site: "tcp_validate_incoming()"),
    CounterEntry(
      "PAWSPassive",
      Text(
        en: """
          SYNs dropped by tcp_tw_recycle; only in kernels before 4.12.
          """, zh: "被 tcp_tw_recycle 丢弃的 SYN；只存在于 4.12 之前的内核。"),
      causes: ["tw-recycle-paws"], site: "tcp_conn_request()"),
    CounterEntry(
      "BeyondWindow",
      Text(en: "Segments dropped because they ended beyond the window.", zh: "超出窗口右边界而丢弃的报文段。"),
      causes: ["sequence-mismatch", "conntrack-invalid"], site: "tcp_sequence()"),
    CounterEntry(
      "TCPACKSkippedSynRecv",
      Text(
        en: "ACKs held back by tcp_invalid_ratelimit, in SYN_RECV.",
        zh: "SYN_RECV 中被 tcp_invalid_ratelimit 抑制的 ACK。"), site: "tcp_oow_rate_limited()"),
    CounterEntry(
      "TCPACKSkippedSeq",
      Text(en: "The same for segments outside of the window.", zh: "同上，针对窗口外的报文段。"),
      site: "tcp_oow_rate_limited()"),
    CounterEntry(
      "TCPACKSkippedPAWS",
      Text(en: "The same for segments with old timestamps.", zh: "同上，针对时间戳过旧的报文段。"),
      site: "tcp_oow_rate_limited()"),
    CounterEntry(
      "TCPMinTTLDrop",
      Text(
        en: """
          Segments dropped because their TTL was below the socket's IP_MINTTL.
          """, zh: "TTL 低于套接字 IP_MINTTL 而丢弃的报文段。"), site: "tcp_v4_rcv()"),
    CounterEntry(
      "IPReversePathFilter",
      Text(
        en: """
          Packets dropped by rp_filter: the way back would be by another link.
          """, zh: "被 rp_filter 丢弃的报文：回程会走另一条链路。"), causes: ["asymmetric-path"],
      site: "ip_rcv_finish_core()"),
    CounterEntry(
      "TCPMD5NotFound",
      Text(
        en: """
          Segments without the MD5 signature that the socket demands; they get no RST.
          """, zh: "缺少套接字要求的 MD5 签名的报文段；不回 RST。"), site: "tcp_inbound_hash()"),
    CounterEntry(
      "TCPMD5Failure",
      Text(en: "Segments with a wrong MD5 signature; they get no RST.", zh: "MD5 签名错误的报文段；不回 RST。"),
      site: "tcp_inbound_md5_hash()"),
    CounterEntry(
      "TCPFastOpenActiveFail",
      Text(
        en: "Fast Open connects that fell back to the usual handshake.", zh: "退回普通握手的 Fast Open 连接。"
      ), site: "tcp_rcv_fastopen_synack()"),
    CounterEntry(
      "TCPFastOpenBlackhole",
      Text(
        en: "Times Fast Open was turned off because packets vanished.",
        zh: "因报文消失而停用 Fast Open 的次数。"), site: "tcp_fastopen_active_disable()"),
    CounterEntry(
      "LockDroppedIcmps",
      Text(en: "ICMP errors dropped because the socket was in use.", zh: "套接字正被占用而丢弃的 ICMP 错误。"),
      site: "tcp_v4_err()"),
    CounterEntry(
      "OutOfWindowIcmps",
      Text(en: "ICMP errors that belong to no segment on the way.", zh: "不对应任何在途报文段的 ICMP 错误。"),
      site: "tcp_v4_err()"),
  ]

  /// Every counter that tells of resets, drops, queues, retransmissions or aborts.
  public static let all: [CounterEntry] = resets + queues + loss
}
