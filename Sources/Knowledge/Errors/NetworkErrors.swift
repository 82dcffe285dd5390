internal import Diagnosis

extension ShortPage {
  /// The rarer ones.
  static let networkErrors: [ShortPage] = [
    ShortPage(
      .error, "EHOSTUNREACH", Text(en: "113, No route to host", zh: "113，No route to host（主机不可达）"),
      words: [Text("113"), Text(en: "no route to host", zh: "没有到主机的路由")],
      [
        Text(
          en: """
            The next hop did not answer ARP, or an ICMP host-unreachable came; firewalls that \
            reject with icmp-host-prohibited give it too.
            """,
          zh: """
            下一跳没有应答 ARP，或收到 ICMP host-unreachable；防火墙用 icmp-host-prohibited 拒绝时\
            也是它。
            """)
      ],
      look: "ip route get ADDRESS; ip neigh", causes: ["firewall-reject", "duplicate-address"],
      sources: ["connect(2)", "icmp(7)"]),
    ShortPage(
      .error, "ENETUNREACH",
      Text(en: "101, Network is unreachable", zh: "101，Network is unreachable（网络不可达）"),
      words: [Text("101"), Text(en: "network is unreachable", zh: "没有路由")],
      [
        Text(
          en: """
            No route to the destination; mostly IPv6 addresses on a host without IPv6.
            """, zh: "没有到目的地的路由；多见于没有 IPv6 的主机访问 IPv6 地址。")
      ],
      look: "ip route get ADDRESS", sources: ["connect(2)"]),
    ShortPage(
      .error, "ENOBUFS",
      Text(en: "105, No buffer space available", zh: "105，No buffer space available（没有缓冲区）"),
      words: [Text("105")],
      [Text(en: "The kernel had no memory for a socket or a packet.", zh: "内核没有内存用于套接字或报文。")],
      look: "cat /proc/net/sockstat", causes: ["tcp-memory-limit"], sources: ["send(2)"]),
    ShortPage(
      .error, "ENOTCONN",
      Text(
        en: "107, Transport endpoint is not connected",
        zh: "107，Transport endpoint is not connected（套接字未连接）"),
      words: [Text("107")],
      [
        Text(
          en: """
            The socket is not, or no longer, connected: often shutdown() or getpeername() after \
            the peer's RST.
            """,
          zh: """
            套接字未连接或已断开：常见于对端 RST 之后调用 shutdown() 或 getpeername()。
            """)
      ],
      causes: ["port-scan", "connect-cancelled"], sources: ["getpeername(2)", "shutdown(2)"]),
  ]
}
