internal import Diagnosis
internal import Facts

extension Parameter {
  private static let bufferNote = OldNote(
    said: Text(
      en: """
        They decide the size of socket buffers, some hundred KB by default; raise them.
        """, zh: "决定 socket buffer 大小，默认几百 KB，可以调大。"),
    today: Text(
      en: """
        net.core.rmem_max and wmem_max bound setsockopt() only; TCP sizes its buffers by itself \
        between the numbers of tcp_rmem and tcp_wmem, whose last is what counts: 32 MB and 4 MB \
        on 6.18. None of the four resets a connection. Raise the last number only for one fast \
        flow over a long path.
        """,
      zh: """
        net.core.rmem_max 和 wmem_max 只限制 setsockopt()；TCP 会在 tcp_rmem、tcp_wmem 的范围内\
        自动调整缓冲区，起作用的是第三个数：6.18 上分别为 32 MB 和 4 MB。四者都不会导致 RST。只\
        有单条高速长距离连接才需要调大第三个数。
        """))

  private static let bufferDefault = ParameterDefault(
    Text(en: "4194304 on 6.18; 212992 up to 6.12", zh: "6.18 为 4194304；6.12 及以前为 212992")
  ) {
    $0.kernel >= KernelVersion(6, 18)
      ? "4194304" : $0.kernel <= KernelVersion(6, 12) ? "212992" : nil
  }

  private static let bufferLimits = Text(
    en: """
      It does not bound TCP's own sizing of buffers, and no value of it causes a reset. A \
      private network namespace shows it read-only.
      """,
    zh: """
      不限制 TCP 的缓冲区自动调整，任何取值都不会导致 RST。私有网络命名空间中只读。
      """)

  private static let bufferChange = Text(
    en: """
      Only for programs that set the option (UDP receivers, mostly). For TCP leave the \
      option out: setting it turns the automatic sizing off.
      """,
    zh: """
      只有显式设置该选项的程序（多为 UDP 接收方）才需要。TCP 程序不要设置该选项，否则自动调\
      整会被关闭。
      """)

  private static func bufferLimit(_ key: String, _ title: Text, _ option: String) -> Parameter {
    Parameter(
      key, title, words: [Text(en: "socket buffer", zh: "套接字缓冲区")],
      .number(.bytes, 2048...2_147_483_647),
      .host,
      standard: bufferDefault,
      does: Text(
        en: """
          Bounds what a program can ask for with setsockopt(\(option)).
          """, zh: "限制程序用 setsockopt(\(option)) 能申请的大小。"),
      doesNot: bufferLimits,
      change: bufferChange,
      effects: Text(en: "Memory: each such socket may hold so much.", zh: "内存：每个这样的套接字都可能占用这么多。"),
      note: bufferNote,
      sources: ["socket(7): \(option)", "Documentation/admin-guide/sysctl/net.rst"])
  }

  public static let receiveBufferLimit = bufferLimit(
    "net.core.rmem_max",
    Text(en: "Largest receive buffer a program can ask for", zh: "程序可申请的最大接收缓冲区"), "SO_RCVBUF")

  public static let sendBufferLimit = bufferLimit(
    "net.core.wmem_max", Text(en: "Largest send buffer a program can ask for", zh: "程序可申请的最大发送缓冲区"),
    "SO_SNDBUF")

  public static let receiveBuffer = Parameter(
    "net.ipv4.tcp_rmem",
    Text(en: "TCP receive buffers: least, first, most", zh: "TCP 接收缓冲区：最小、初始、最大"),
    words: [Text(en: "receive buffer", zh: "接收缓冲区")],
    .triple(.bytes), .namespace,
    standard: ParameterDefault(
      Text(
        en: """
          4096 131072 33554432 on 6.18, 4096 131072 6291456 up to 6.12; less with less than some \
          GiB of memory
          """,
        zh: """
          6.18 为 4096 131072 33554432，6.12 及以前为 4096 131072 6291456；内存只有几 GiB 以下时\
          更小
          """)
    ) { host in
      guard host.pages >= 2 << 20 else { return nil }
      if host.kernel >= KernelVersion(6, 18) { return "4096 131072 33554432" }
      return KernelVersion(4, 20) <= host.kernel && host.kernel <= KernelVersion(6, 12)
        ? "4096 131072 6291456" : nil
    },
    does: Text(
      en: """
        TCP grows each receive buffer as the program reads, up to the last number.
        """, zh: "TCP 随程序读取的速度增大接收缓冲区，最大到第三个数。"),
    doesNot: Text(
      en: """
        It causes no reset. A program that does not read fills any buffer; then the sender stops \
        at a zero window.
        """,
      zh: """
        不会导致 RST。程序不读数据时，多大的缓冲区都会满，之后发送方停在零窗口。
        """),
    change: Text(
      en: """
        Raise the last number for one flow that is limited by bandwidth × round trip. Lower it \
        if very many sockets drive TCP towards tcp_mem.
        """,
      zh: """
        单条连接受“带宽 × 往返时间”限制时调大第三个数；套接字极多、总量逼近 tcp_mem 时调小。
        """),
    effects: Text(en: "Large values × many sockets reach tcp_mem.", zh: "大缓冲区 × 大量套接字会触及 tcp_mem。"),
    note: bufferNote,
    counters: [
      Counter(rawValue: "PruneCalled"), Counter(rawValue: "RcvPruned"),
      Counter(rawValue: "TCPRcvQDrop"),
    ],
    causes: ["tcp-memory-limit"],
    sources: ["ip-sysctl: tcp_rmem", "tcp_init() in net/ipv4/tcp.c"])

  public static let sendBuffer = Parameter(
    "net.ipv4.tcp_wmem", Text(en: "TCP send buffers: least, first, most", zh: "TCP 发送缓冲区：最小、初始、最大"),
    words: [Text(en: "send buffer", zh: "发送缓冲区")],
    .triple(.bytes), .namespace,
    standard: ParameterDefault(
      Text(
        en: """
          4096 16384 4194304; the last is less with less than some GiB of memory
          """, zh: "4096 16384 4194304；内存只有几 GiB 以下时第三个数更小")
    ) { $0.pages >= 2 << 20 ? "4096 16384 4194304" : nil },
    does: Text(
      en: """
        TCP grows each send buffer with the congestion window, up to the last number.
        """, zh: "TCP 随拥塞窗口增大发送缓冲区，最大到第三个数。"),
    doesNot: Text(en: "It causes no reset.", zh: "不会导致 RST。"),
    change: Text(
      en: "As tcp_rmem: for single fast flows over long paths.", zh: "与 tcp_rmem 相同：仅用于单条高速长距离连接。"),
    effects: Text(
      en: """
        What a slow reader has not taken waits here, in memory that cannot be swapped.
        """, zh: "对端来不及读取的数据会堆在这里，占用不可换出的内存。"), note: bufferNote,
    counters: [Counter(rawValue: "TCPWqueueTooBig")], causes: ["tcp-memory-limit"],
    sources: ["ip-sysctl: tcp_wmem"])

  public static let memory = Parameter(
    "net.ipv4.tcp_mem",
    Text(en: "Memory of all TCP sockets: low, pressure, limit", zh: "全部 TCP 套接字的内存：低位、压力、上限"),
    words: [Text(en: "out of memory -- consider tuning tcp_mem", zh: "TCP 内存不足")],
    .triple(.pages), .host,
    standard: .unknown(
      Text(en: "about 4.7 %, 6.2 % and 9.4 % of memory, in pages", zh: "约为内存的 4.7%、6.2%、9.4%，单位为页")),
    does: Text(
      en: """
        Above the second number buffers stop growing; above the third, orphans and sockets that \
        need memory are reset, and what arrives is dropped.
        """,
      zh: """
        超过第二个数，缓冲区不再增大；超过第三个数，孤儿和需要内存的套接字会被重置，到达的数据被\
        丢弃。
        """),
    doesNot: Text(
      en: """
        It is in pages of 4096 bytes, not in bytes. It is one number for the whole host.
        """, zh: "单位是 4096 字节的页，不是字节；整台主机共用一份。"),
    change: Text(
      en: """
        When the log says "out of memory -- consider tuning tcp_mem": first find who holds the \
        buffers (`ss -tm`), then raise the third number.
        """,
      zh: """
        日志出现 out of memory -- consider tuning tcp_mem 时：先用 `ss -tm` 找出谁占着缓冲区，再\
        调大第三个数。
        """),
    effects: Text(en: "That memory cannot be swapped or reclaimed.", zh: "这部分内存不可换出、不可回收。"),
    myths: [
      WrongFix(
        Text(en: "Copy tcp_mem from a tuning page, in bytes", zh: "照抄网上的 tcp_mem，按字节填写"),
        why: Text(
          en: """
            Read as pages it allows 4096 times as much: no limit at all.
            """, zh: "按页解释会放大 4096 倍，等于没有限制。"))
    ],
    counters: [.abortOnMemory, Counter(rawValue: "TCPMemoryPressures")],
    causes: ["tcp-memory-limit"],
    sources: [
      "ip-sysctl: tcp_mem", "tcp_init_mem() in net/ipv4/tcp.c", "tcp_check_oom() in net/ipv4/tcp.c",
    ])
}
