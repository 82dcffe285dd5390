internal import Diagnosis
internal import Facts

extension Parameter {
  public static let timestamps = Parameter(
    "net.ipv4.tcp_timestamps", Text(en: "TCP timestamps", zh: "TCP 时间戳"),
    words: [Text(en: "paws", zh: "防序列号回绕")],
    .choice(0...2), .namespace, standard: .fixed("1"),
    does: Text(
      en: """
        Adds a clock to each segment: round trips are measured, old segments told apart (PAWS), \
        tcp_tw_reuse made possible, and options kept in SYN cookies.
        """,
      zh: """
        每个报文段带上时钟：用于测量往返时间、识别旧报文（PAWS）、使 tcp_tw_reuse 可用，并让 SYN \
        cookie 保留选项。
        """),
    doesNot: Text(
      en: """
        It shows no uptime: since 4.10 each connection has a random offset (with 1).
        """, zh: "不会泄露开机时长：4.10 起值为 1 时每个连接有随机偏移。"),
    change: Text(en: "Leave it at 1.", zh: "保持 1。"),
    myths: [
      WrongFix(
        Text(
          en: """
            Turn timestamps off because SYNs of NATed clients are dropped
            """, zh: "NAT 后的客户端 SYN 被丢就关闭时间戳"),
        why: Text(
          en: "The culprit is tcp_tw_recycle on kernels before 4.12.",
          zh: "元凶是 4.12 之前内核上的 tcp_tw_recycle。"))
    ],
    counters: [Counter(rawValue: "PAWSActive"), Counter(rawValue: "PAWSEstab")],
    causes: ["tw-recycle-paws", "sequence-mismatch", "port-exhaustion"],
    sources: ["ip-sysctl: tcp_timestamps", "RFC 7323 section 5"])

  public static let challengeACKLimit = Parameter(
    "net.ipv4.tcp_challenge_ack_limit",
    Text(en: "Challenge ACKs a second", zh: "每秒 challenge ACK 的上限"),
    .number(.perSecond, 0...2_147_483_647), .namespace,
    standard: .changed(from: "1000", to: "2147483647", in: KernelVersion(6, 1)),
    does: Text(
      en: """
        Bounds the ACKs that answer a RST or SYN which is inside the window but not exact (RFC \
        5961).
        """,
      zh: """
        限制对“在窗口内但序号不精确”的 RST 或 SYN 回应的 ACK 数量（RFC 5961）。
        """),
    doesNot: Text(
      en: """
        It does not make a connection easier to reset; each socket has a limit of its own \
        (tcp_invalid_ratelimit).
        """,
      zh: """
        不会让连接更容易被重置；每个套接字另有自己的限制（tcp_invalid_ratelimit）。
        """),
    change: Text(
      en: """
        Leave it: a low shared limit can be used to spy on other connections (CVE-2016-5696).
        """,
      zh: """
        保持默认：较小的全局限制会被利用来窥探其他连接（CVE-2016-5696）。
        """),
    counters: [Counter(rawValue: "TCPChallengeACK"), Counter(rawValue: "TCPSYNChallenge")],
    causes: ["port-reuse-collision"], scenario: "port-reuse-collision",
    sources: ["ip-sysctl: tcp_challenge_ack_limit", "RFC 5961 section 7"])

  public static let invalidRateLimit = Parameter(
    "net.ipv4.tcp_invalid_ratelimit",
    Text(en: "Least time between ACKs to invalid segments", zh: "对无效报文回 ACK 的最小间隔"),
    .number(.milliseconds, 0...2_147_483_647), .namespace, standard: .fixed("500"),
    does: Text(
      en: """
        A socket answers segments that do not belong into its window, SYNs among them, at most \
        once in this time.
        """,
      zh: """
        同一套接字对窗口之外的报文（包括 SYN）在该时间内最多回一次 ACK。
        """),
    change: Text(
      en: """
        Leave it: it ends loops of ACKs between two hosts that disagree.
        """, zh: "保持默认：它能打断两台状态不一致的主机之间的 ACK 循环。"),
    effects: Text(
      en: """
        A new SYN on an old tuple may wait for its answer by one retransmission.
        """, zh: "旧四元组上的新 SYN 可能要多等一次重传才得到应答。"),
    counters: [Counter(rawValue: "TCPACKSkippedSeq"), Counter(rawValue: "TCPACKSkippedSynRecv")],
    causes: ["port-reuse-collision"], sources: ["ip-sysctl: tcp_invalid_ratelimit"])
}
