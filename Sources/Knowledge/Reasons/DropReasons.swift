internal import Diagnosis

extension KernelReason {
  static let drops: [KernelReason] = [
    drop(
      "NOT_SPECIFIED", Text(en: "No reason is given.", zh: "没有给出原因。"),
      "include/net/dropreason-core.h"),
    drop(
      "NO_SOCKET",
      Text(
        en: """
          No socket for the packet; a TCP segment is then answered with a RST, unless it is one.
          """,
        zh: """
          报文没有对应的套接字；TCP 报文段随后会被回 RST（RST 自身除外）。
          """), "tcp_v4_rcv()", ["port-closed", "stale-connection"]),
    drop(
      "SOCKET_CLOSE",
      Text(en: "The socket was closed with packets still in its queues.", zh: "套接字关闭时队列里还有报文。"),
      "inet_sock_destruct()"),
    drop(
      "SOCKET_FILTER",
      Text(
        en: """
          A filter on the socket (SO_ATTACH_FILTER, BPF) or a security module dropped it.
          """, zh: "被套接字过滤器（SO_ATTACH_FILTER、BPF）或安全模块丢弃。"), "tcp_filter()"),
    drop(
      "SOCKET_RCVBUFF", Text(en: "The receive buffer is full.", zh: "接收缓冲区已满。"),
      "sock_queue_rcv_skb_reason()", ["slow-reader-limit"]),
    drop(
      "SOCKET_BACKLOG",
      Text(
        en: """
          The program was busy with the socket and too much waited for it.
          """, zh: "套接字正被程序占用，积压过多。"), "tcp_add_backlog()"),
    drop(
      "PROTO_MEM",
      Text(en: "TCP's memory limit (tcp_mem) is reached.", zh: "达到 TCP 内存上限（tcp_mem）。"),
      "tcp_data_queue()", ["tcp-memory-limit"]),
    drop("TCP_CSUM", Text(en: "Bad TCP checksum.", zh: "TCP 校验和错误。"), "tcp_v4_rcv()"),
    drop(
      "NETFILTER_DROP",
      Text(
        en: "A firewall rule dropped it, or conntrack's table is full.", zh: "被防火墙规则丢弃，或连接跟踪表已满。"),
      "nf_hook_slow()", ["firewall-reject", "conntrack-table-full"]),
    drop(
      "IP_RPFILTER",
      Text(
        en: """
          Reverse path filter: the answer would leave by another link.
          """, zh: "反向路径过滤：应答会从另一条链路发出。"), "ip_rcv_finish_core()", ["asymmetric-path"]),
    drop(
      "XFRM_POLICY", Text(en: "An IPsec policy does not allow it.", zh: "IPsec 策略不允许。"),
      "tcp_v4_rcv()"),
    drop(
      "TCP_AUTH_HDR",
      Text(en: "Both MD5 and AO signatures, or a malformed one.", zh: "同时带 MD5 与 AO 签名，或签名格式错误。"),
      "tcp_inbound_hash()"),
    drop(
      "TCP_MD5NOTFOUND",
      Text(en: "The MD5 signature that the socket demands is missing.", zh: "缺少套接字要求的 MD5 签名。"),
      "tcp_inbound_hash()"),
    drop(
      "TCP_MD5UNEXPECTED",
      Text(en: "An MD5 signature that the socket has no key for.", zh: "带有 MD5 签名，但套接字没有对应密钥。"),
      "tcp_inbound_hash()"),
    drop(
      "TCP_MD5FAILURE", Text(en: "A wrong MD5 signature.", zh: "MD5 签名错误。"),
      "tcp_inbound_md5_hash()"),
    drop(
      "TCP_AONOTFOUND",
      Text(en: "The AO signature that the socket demands is missing.", zh: "缺少套接字要求的 AO 签名。"),
      "tcp_inbound_hash()"),
    drop(
      "TCP_AOUNEXPECTED",
      Text(en: "An AO signature that the socket has no key for.", zh: "带有 AO 签名，但套接字没有对应密钥。"),
      "tcp_inbound_ao_hash()"),
    drop(
      "TCP_AOKEYNOTFOUND",
      Text(en: "No key with the id of the AO signature.", zh: "没有 AO 签名所指的密钥。"),
      "tcp_inbound_ao_hash()"),
    drop(
      "TCP_AOFAILURE", Text(en: "A wrong AO signature.", zh: "AO 签名错误。"), "tcp_inbound_ao_hash()"),
    drop(
      "TCP_FLAGS", Text(en: "Flags that make no sense in the socket's state.", zh: "标志位与套接字状态不符。"),
      "tcp_rcv_state_process()", ["stale-connection", "accept-queue-overflow"]),
    drop(
      "TCP_ABORT_ON_DATA",
      Text(
        en: """
          Data for a connection that was closed here; a RST answers it.
          """, zh: "连接已在本端关闭，又收到数据；回 RST。"), "tcp_rcv_state_process()",
      ["write-after-close", "keepalive-race"]),
    drop(
      "TCP_ZEROWINDOW", Text(en: "Data although the window is closed.", zh: "窗口已关闭仍发来的数据。"),
      "tcp_data_queue()", ["slow-reader-limit"]),
    drop(
      "TCP_OLD_DATA",
      Text(en: "Data that had come before: a needless retransmission.", zh: "已收到过的数据，多余的重传。"),
      "tcp_data_queue()"),
    drop(
      "TCP_OVERWINDOW", Text(en: "Data beyond the window.", zh: "超出窗口的数据。"), "tcp_data_queue()",
      ["sequence-mismatch"]),
    drop(
      "TCP_OFOMERGE", Text(en: "Data out of order that had come before.", zh: "已收到过的乱序数据。"),
      "tcp_data_queue_ofo()"),
    drop(
      "TCP_OFO_DROP",
      Text(en: "Data out of order for which there was no memory.", zh: "没有内存存放的乱序数据。"),
      "tcp_data_queue_ofo()", ["tcp-memory-limit"]),
    drop(
      "TCP_OFO_QUEUE_PRUNE",
      Text(en: "Data out of order that was thrown away to make room.", zh: "为腾出空间而丢弃的乱序数据。"),
      "tcp_prune_ofo_queue()", ["tcp-memory-limit"]),
    drop(
      "TCP_RFC7323_PAWS", Text(en: "The timestamp is too old.", zh: "时间戳过旧。"),
      "tcp_validate_incoming()", ["sequence-mismatch"]),
    drop(
      "TCP_RFC7323_PAWS_ACK",
      Text(
        en: """
          The same of a pure ACK; out of order on the path, mostly harmless.
          """, zh: "同上，但是纯 ACK；多为路径乱序，一般无害。"), "tcp_validate_incoming()"),
    drop(
      "TCP_RFC7323_TW_PAWS", Text(en: "The same in TIME_WAIT.", zh: "同上，发生在 TIME_WAIT。"),
      "tcp_timewait_state_process()"),
    drop(
      "TCP_RFC7323_TSECR",
      Text(en: "A handshake's ACK echoed a wrong timestamp.", zh: "握手的 ACK 回显了错误的时间戳。"),
      "tcp_check_req()", ["sequence-mismatch"]),
    drop(
      "TCP_LISTEN_OVERFLOW",
      Text(
        en: """
          The accept queue is full; since Linux 6.15. It has the addresses of the connection, \
          which the counters have not.
          """,
        zh: """
          全连接队列已满；Linux 6.15 起提供。它带有连接的地址，这是计数器没有的。
          """), "tcp_v4_syn_recv_sock()", ["accept-queue-overflow"]),
    drop(
      "TCP_OLD_SEQUENCE", Text(en: "A segment before the window.", zh: "落在窗口之前的报文段。"),
      "tcp_validate_incoming()"),
    drop(
      "TCP_INVALID_SEQUENCE", Text(en: "A segment outside of the window.", zh: "落在窗口之外的报文段。"),
      "tcp_sequence()", ["sequence-mismatch", "port-reuse-collision"]),
    drop(
      "TCP_INVALID_END_SEQUENCE",
      Text(en: "A segment that ends beyond the window.", zh: "末尾超出窗口的报文段。"), "tcp_sequence()",
      ["sequence-mismatch"]),
    drop(
      "TCP_INVALID_ACK_SEQUENCE", Text(en: "An ACK outside of what was sent.", zh: "确认号不在已发送范围内。"),
      "tcp_rcv_synsent_state_process()", ["port-reuse-collision", "sequence-mismatch"]),
    drop(
      "TCP_RESET",
      Text(
        en: """
          A RST was received and has been dealt with; the packet itself is done.
          """, zh: "收到的 RST 已处理完毕，报文本身被释放。"), "tcp_validate_incoming()", ["injected-reset"]),
    drop(
      "TCP_INVALID_SYN", Text(en: "A SYN for a connection that is open.", zh: "发往已打开连接的 SYN。"),
      "tcp_validate_incoming()", ["port-reuse-collision"]),
    drop(
      "TCP_CLOSE", Text(en: "The socket was closing.", zh: "套接字正在关闭。"), "tcp_rcv_state_process()"),
    drop(
      "TCP_FASTOPEN", Text(en: "A Fast Open socket could not take it.", zh: "Fast Open 套接字无法接收。"),
      "tcp_rcv_state_process()"),
    drop(
      "TCP_OLD_ACK",
      Text(
        en: "An ACK for what was acknowledged before; mostly harmless.", zh: "确认的是早已确认过的数据；一般无害。"),
      "tcp_ack()"),
    drop(
      "TCP_TOO_OLD_ACK", Text(en: "An ACK so old that it may be forged.", zh: "旧到可能是伪造的 ACK。"),
      "tcp_ack()", ["injected-reset"]),
    drop(
      "TCP_ACK_UNSENT_DATA", Text(en: "An ACK for data that was never sent.", zh: "确认了从未发送的数据。"),
      "tcp_ack()", ["sequence-mismatch"]),
    drop(
      "TCP_MINTTL",
      Text(en: "The TTL is below the socket's IP_MINTTL.", zh: "TTL 低于套接字的 IP_MINTTL。"),
      "tcp_v4_rcv()"),
    drop(
      "CPU_BACKLOG",
      Text(
        en: "The processor's queue (netdev_max_backlog) is full.",
        zh: "CPU 接收队列（netdev_max_backlog）已满。"), "enqueue_to_backlog()"),
    drop("NOMEM", Text(en: "No memory.", zh: "没有内存。"), "include/net/dropreason-core.h"),
    drop(
      "QDISC_DROP",
      Text(en: "The queue of the outgoing link dropped it.", zh: "发送链路的排队规则（qdisc）丢弃了它。"),
      "net/sched"),
    drop(
      "IP_OUTNOROUTES", Text(en: "No route to the destination.", zh: "没有到目的地的路由。"),
      "ip_route_output_key()"),
    drop(
      "NEIGH_FAILED",
      Text(en: "The next hop did not answer ARP or neighbour discovery.", zh: "下一跳没有应答 ARP 或邻居发现。"),
      "__neigh_event_send()", ["duplicate-address"]),
  ]

  private static func drop(
    _ name: String, _ means: Text, _ site: String, _ causes: [String] = []
  ) -> KernelReason {
    KernelReason(.drop, name, means, causes: causes, site: site)
  }
}
