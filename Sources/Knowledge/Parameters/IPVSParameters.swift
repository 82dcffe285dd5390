internal import Diagnosis

extension Parameter {
  public static let ipvsReuseMode = Parameter(
    "net.ipv4.vs.conn_reuse_mode",
    Text(en: "IPVS: what a SYN on a known tuple does", zh: "IPVS：已知四元组上的新 SYN 如何处理"),
    words: [Text(en: "kube-proxy ipvs", zh: "IPVS 端口复用")],
    .mask, .namespace, standard: .fixed("1"),
    does: Text(
      en: """
        1: a SYN on a tuple whose entry is closing is scheduled anew. 0: it goes to the old \
        server, also if that has weight 0.
        """,
      zh: """
        1：四元组的旧条目正在关闭时，新 SYN 会重新调度。0：仍转给旧的后端，即使其权重已为 0。
        """),
    doesNot: Text(en: "It does not touch connections that are open.", zh: "不影响已打开的连接。"),
    change: Text(
      en: """
        1 on Linux 5.9 and later; before, it cost a second for each reused tuple.
        """,
      zh: """
        Linux 5.9 及以后设为 1；之前的内核上，每次复用四元组会多等一秒。
        """),
    causes: ["backend-moved", "port-reuse-collision"],
    sources: ["Documentation/networking/ipvs-sysctl.rst: conn_reuse_mode"])

  public static let ipvsExpireNoDestination = Parameter(
    "net.ipv4.vs.expire_nodest_conn",
    Text(en: "IPVS: forget connections whose server was removed", zh: "IPVS：后端被移除时立即删除连接"),
    .flag, .namespace, standard: .fixed("0"),
    does: Text(
      en: """
        1: the next packet of a connection to a removed server deletes the entry, so that the \
        client can be told and connect anew. 0: such packets vanish until the entry times out.
        """,
      zh: """
        1：到已移除后端的连接，下一个报文会删除条目，让客户端得知并重连。0：这些报文被静默丢弃，\
        直到条目超时。
        """),
    doesNot: Text(en: "It moves no connection to another server.", zh: "不会把连接迁移到其他后端。"),
    change: Text(en: "1 where servers come and go.", zh: "后端经常增减时设为 1。"),
    causes: ["backend-moved"],
    sources: ["Documentation/networking/ipvs-sysctl.rst: expire_nodest_conn"])

  public static let ipvsExpireQuiescent = Parameter(
    "net.ipv4.vs.expire_quiescent_template",
    Text(en: "IPVS: end persistence with servers of weight 0", zh: "IPVS：权重为 0 时结束会话保持"),
    .flag, .namespace, standard: .fixed("0"),
    does: Text(
      en: """
        1: the persistence of a client ends when its server's weight becomes 0.
        """, zh: "1：后端权重变为 0 时，客户端的会话保持随之结束。"),
    change: Text(
      en: "1 with persistence and servers that are drained by weight.", zh: "使用会话保持、并靠权重摘除后端时设为 1。"),
    causes: ["backend-moved"],
    sources: ["Documentation/networking/ipvs-sysctl.rst: expire_quiescent_template"])

  public static let ipvsSloppy = Parameter(
    "net.ipv4.vs.sloppy_tcp",
    Text(en: "IPVS: make an entry without a SYN", zh: "IPVS：没有 SYN 也建立条目"),
    .flag, .namespace, standard: .fixed("0"),
    does: Text(
      en: """
        1: any packet of an unknown connection makes an entry, so a second director can take \
        over. 0: only a SYN does, and others have no owner. An entry is forgotten after `ipvsadm \
        -l --timeout`: 900 s idle, 120 s after a FIN.
        """,
      zh: """
        1：未知连接的任意报文都会建立条目，便于主备切换。0：只有 SYN 才会，其余报文没有归属。条\
        目在 `ipvsadm -l --timeout` 的时间后删除：空闲 900 秒，FIN 后 120 秒。
        """),
    doesNot: Text(
      en: """
        It does not know which server the connection was with, unless scheduling is by a hash of \
        the source.
        """, zh: "除非按源地址哈希调度，否则它不知道连接原来属于哪个后端。"),
    change: Text(
      en: """
        1 only with a scheduler that picks the same server again (sh, mh).
        """, zh: "只有调度算法会再次选中同一后端（sh、mh）时才设为 1。"),
    causes: ["ipvs-idle-expiry", "backend-moved"],
    sources: ["Documentation/networking/ipvs-sysctl.rst: sloppy_tcp", "ipvsadm(8)"])
}
