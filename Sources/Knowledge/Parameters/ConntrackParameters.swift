internal import Diagnosis
internal import Facts

extension Parameter {
  public static let conntrackMax = Parameter(
    "net.netfilter.nf_conntrack_max",
    Text(en: "Most connections that are tracked", zh: "连接跟踪表的最大条目数"),
    words: [
      Text(en: "conntrack table full, dropping packet", zh: "连接跟踪表满"),
      Text(en: "ip_conntrack_max", zh: "NAT 表"),
    ],
    .number(.entries, 1...2_147_483_647), .host,
    standard: ParameterDefault(
      Text(
        en: """
          that of nf_conntrack_buckets since Linux 5.15; 262144 with more than 4 GiB of memory
          """,
        zh: """
          Linux 5.15 起等于 nf_conntrack_buckets；内存超过 4 GiB 时为 262144
          """)
    ) { $0.pages > 1 << 20 ? "262144" : nil },
    does: Text(
      en: """
        When the table is full, packets of new connections are dropped: "nf_conntrack: table \
        full, dropping packet".
        """,
      zh: """
        表满时，新连接的报文被丢弃，日志为 nf_conntrack: table full, dropping packet。
        """),
    doesNot: Text(
      en: "A full table sends no RST by itself: connects time out.", zh: "表满本身不会发 RST，表现为连接超时。"),
    change: Text(
      en: """
        When nf_conntrack_count comes near it. Raise nf_conntrack_buckets with it; about 300 \
        bytes of kernel memory an entry. Or track less (NOTRACK), which breaks NAT for those.
        """,
      zh: """
        nf_conntrack_count 接近它时调大，并同时调大 nf_conntrack_buckets；每个条目约占 300 字节\
        内核内存。也可以减少跟踪（NOTRACK），但这些连接不能再做 NAT。
        """),
    effects: Text(en: "Long chains where the buckets stay few.", zh: "桶数不变时哈希链变长。"),
    causes: ["conntrack-table-full"],
    sources: [
      "nf_conntrack-sysctl: nf_conntrack_max",
      "__nf_conntrack_alloc() in net/netfilter/nf_conntrack_core.c",
    ])

  public static let conntrackBuckets = Parameter(
    "net.netfilter.nf_conntrack_buckets",
    Text(en: "Hash buckets of connection tracking", zh: "连接跟踪哈希表的桶数"),
    .number(.buckets, 1...2_147_483_647), .host,
    standard: ParameterDefault(
      Text(
        en: "memory / 16384, from 1024 to 262144, since Linux 5.15",
        zh: "Linux 5.15 起为内存字节数 / 16384，介于 1024 和 262144 之间")
    ) { host in
      guard host.kernel >= KernelVersion(5, 15) else { return nil }
      return host.pages / 4 >= 262_144 ? "262144" : nil
    },
    does: Text(
      en: """
        The size of the table that entries are looked up in; each entry is in it twice.
        """, zh: "查找条目所用哈希表的大小；每个条目在表中占两个位置。"),
    change: Text(
      en: "As large as nf_conntrack_max, or half of it.", zh: "与 nf_conntrack_max 相同，或为其一半。"),
    causes: ["conntrack-table-full"], sources: ["nf_conntrack-sysctl: nf_conntrack_buckets"])

  public static let conntrackLiberal = Parameter(
    "net.netfilter.nf_conntrack_tcp_be_liberal",
    Text(en: "Track segments outside of the window too", zh: "窗口外的报文也视为有效"),
    words: [Text(en: "conntrack invalid", zh: "INVALID 报文")],
    .flag, .namespace, standard: .fixed("0"),
    does: Text(
      en: """
        1: only RSTs outside of the window are INVALID; other segments outside of it still \
        belong to their connection, and are translated.
        """,
      zh: """
        1：只有窗口外的 RST 才算 INVALID，其余窗口外的报文仍归属原连接并照常做地址转换。
        """),
    doesNot: Text(
      en: """
        It lets nothing in that a rule denies; it concerns the state that rules see.
        """, zh: "它不会放行规则禁止的流量，只影响规则看到的连接状态。"),
    change: Text(
      en: """
        1 on a host that translates addresses (Docker, Kubernetes, a gateway) when containers \
        see ECONNRESET in large transfers: there an INVALID packet goes untranslated to the \
        host's own stack, which answers with a RST. Dropping INVALID packets in a rule does as \
        well.
        """,
      zh: """
        做地址转换的主机（Docker、Kubernetes、网关）上，容器大流量传输时出现 ECONNRESET，可设为 \
        1：INVALID 报文不会被还原地址，直接进入宿主机协议栈并被回 RST。也可以加规则丢弃 INVALID \
        报文。
        """),
    effects: Text(en: "Stray segments are no longer told apart.", zh: "不再能识别游离的报文。"),
    counters: [Counter(rawValue: "BeyondWindow"), .outgoingResets],
    causes: ["conntrack-invalid", "asymmetric-path"],
    sources: [
      "nf_conntrack-sysctl: nf_conntrack_tcp_be_liberal",
      "tcp_in_window() in net/netfilter/nf_conntrack_proto_tcp.c",
    ])

  public static let conntrackLoose = Parameter(
    "net.netfilter.nf_conntrack_tcp_loose",
    Text(en: "Pick up connections in mid-stream", zh: "允许中途接管已有连接"),
    .flag, .namespace, standard: .fixed("1"),
    does: Text(
      en: """
        1: a segment of an unknown connection that is no SYN makes an entry. 0: it is INVALID.
        """, zh: "1：未知连接的非 SYN 报文也会建立条目。0：视为 INVALID。"),
    doesNot: Text(
      en: """
        It does not bring back the translation of an entry that was lost.
        """, zh: "不能恢复已丢失条目的地址转换关系。"),
    change: Text(
      en: """
        0 only with rules that drop what is INVALID, and symmetric routes.
        """, zh: "只有规则会丢弃 INVALID 且路由对称时才设为 0。"),
    effects: Text(
      en: """
        With 0 every open connection breaks when the table is flushed or a gateway fails over.
        """, zh: "设为 0 后，清空表或网关切换会中断所有连接。"),
    causes: ["conntrack-invalid", "asymmetric-path"],
    sources: ["nf_conntrack-sysctl: nf_conntrack_tcp_loose"])

  public static let conntrackEstablished = Parameter(
    "net.netfilter.nf_conntrack_tcp_timeout_established",
    Text(en: "How long an idle connection stays tracked", zh: "空闲的已建立连接在跟踪表中保留多久"),
    words: [Text(en: "nat idle timeout", zh: "NAT 空闲超时")],
    .number(.seconds, 1...2_147_483_647), .namespace, standard: .fixed("432000"),
    does: Text(
      en: """
        Without a packet for so long the entry goes, and with it the translation: the next \
        packet then has no owner.
        """,
      zh: """
        这么久没有报文，条目就被删除，地址转换随之丢失，下一个报文找不到归属。
        """),
    doesNot: Text(
      en: "It closes no connection: both ends still believe in it.", zh: "它不关闭连接，两端仍以为连接存在。"),
    change: Text(
      en: """
        Not below the longest idle time of the connections that pass, or keep them alive more \
        often (tcp_keepalive_time).
        """,
      zh: """
        不要小于经过的连接的最长空闲时间；否则应让连接更频繁地保活（tcp_keepalive_time）。
        """),
    effects: Text(
      en: """
        Short: late packets are answered with a RST or nothing. Long: dead entries fill the \
        table. kube-proxy sets its own values.
        """,
      zh: """
        过短：迟到的报文得到 RST 或石沉大海。过长：死条目占满表。kube-proxy 会设置自己的值。
        """),
    causes: ["middlebox-idle-expiry", "conntrack-table-full"],
    sources: ["nf_conntrack-sysctl: nf_conntrack_tcp_timeout_established"])

  /// The other states' times, one page each.
  public static let conntrackTimeouts: [Parameter] = [
    timeout("syn_sent", "120", Text(en: "a SYN was seen, no answer yet", zh: "只见到 SYN，尚无应答")),
    timeout("syn_recv", "60", Text(en: "the SYN was answered", zh: "SYN 已被应答")),
    timeout("fin_wait", "120", Text(en: "one side has sent its FIN", zh: "一端已发送 FIN")),
    timeout(
      "close_wait", "60",
      Text(
        en: """
          a FIN was acknowledged, the other side still sends: half-closed connections that stay \
          idle for longer lose their translation
          """,
        zh: """
          FIN 已确认、另一端仍在发送：半关闭连接空闲超过该时间会丢失地址转换
          """)),
    timeout("last_ack", "30", Text(en: "both have sent a FIN", zh: "双方都已发送 FIN")),
    timeout("time_wait", "120", Text(en: "both FINs are acknowledged", zh: "双方 FIN 都已确认")),
    timeout("close", "10", Text(en: "a RST was seen", zh: "见到 RST")),
    timeout(
      "max_retrans", "300",
      Text(
        en: """
          the same segment was repeated nf_conntrack_tcp_max_retrans times
          """, zh: "同一报文段已重传 nf_conntrack_tcp_max_retrans 次")),
    timeout(
      "unacknowledged", "300",
      Text(en: "data is on the way without an acknowledgment", zh: "有数据在途、尚未确认")),
  ]

  private static func timeout(_ state: String, _ seconds: String, _ when: Text) -> Parameter {
    Parameter(
      "net.netfilter.nf_conntrack_tcp_timeout_\(state)",
      Text(en: "How long conntrack keeps a connection: \(state)", zh: "连接跟踪保留时间：\(state)"),
      .number(.seconds, 1...2_147_483_647), .namespace, standard: .fixed(seconds),
      does: Text(
        en: "How long an entry is kept without a packet when \(when.en).",
        zh: "在“\(when.zh)”的情况下，条目无报文时保留多久。"),
      change: Text(en: "Hardly ever.", zh: "几乎不需要。"),
      causes: ["conntrack-table-full"],
      sources: ["nf_conntrack-sysctl: nf_conntrack_tcp_timeout_\(state)"])
  }
}
