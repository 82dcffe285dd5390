internal import Diagnosis
internal import Facts

extension Parameter {
  public static let localPortRange = Parameter(
    "net.ipv4.ip_local_port_range",
    Text(en: "Local ports for outgoing connections", zh: "主动发起连接时可用的本地端口范围"),
    words: [Text(en: "ephemeral ports", zh: "临时端口"), Text(en: "port exhaustion", zh: "端口耗尽")],
    .portRange, .namespace, standard: .fixed("32768 60999"),
    does: Text(
      en: """
        connect() without bind() takes its port from here: 28232 by default. The limit is for \
        each destination address and port: a port can serve connections to different \
        destinations at once.
        """,
      zh: """
        未 bind 就 connect 的套接字从这里取端口，默认共 28232 个。该上限是针对每个目的地址和端口\
        的：同一本地端口可以同时用于不同目的地。
        """),
    doesNot: Text(
      en: """
        It does not limit what a server can accept: its connections all have the same local \
        port.
        """,
      zh: """
        它不限制服务端能接受的连接数：服务端的连接共用同一个本地端口。
        """),
    change: Text(
      en: """
        When EADDRNOTAVAIL occurs and connections to one destination, TIME_WAIT included, come \
        near the size of the range. Reuse connections first; then widen it, say to 1024 65000, \
        clear of the ports that services listen on (ip_local_reserved_ports).
        """,
      zh: """
        出现 EADDRNOTAVAIL，且到某个目的地的连接（含 TIME_WAIT）接近范围大小时才需要。应先复用连\
        接；再扩大范围，例如 1024 65000，并避开服务监听的端口（ip_local_reserved_ports）。
        """),
    effects: Text(
      en: """
        A range that overlaps the port of a service lets an outgoing connection take that port \
        while the service restarts: its bind() then fails with EADDRINUSE. Kubernetes NodePorts, \
        30000 to 32767, may have no listener that shows.
        """,
      zh: """
        范围若与服务端口重叠，服务重启时端口可能被外连占用，bind() 报 EADDRINUSE。Kubernetes 的 \
        NodePort（30000–32767）可能看不到监听套接字。
        """),
    myths: [
      WrongFix(
        Text(en: "65535 ports are the limit of connections of a host", zh: "一台主机最多 65535 个连接"),
        why: Text(
          en: """
            The limit is per destination and source address; servers have no such limit.
            """, zh: "该上限按“源地址 + 目的地址和端口”计算，服务端没有这个限制。"))
    ],
    note: OldNote(
      said: Text(
        en: """
          The range of ports for connections that the host opens as a client; it matters to \
          nginx, which is a client of its upstreams.
          """,
        zh: """
          作为客户端发起连接时可用的端口范围；nginx 转发上游时也是客户端，所以有必要调整。
          """),
      today: Text(
        en: """
          True. What is missing: the limit counts for each upstream address and port, so \
          `keepalive` to the upstream, or one more upstream address, does more than a wider \
          range; and a bind before connect needs IP_BIND_ADDRESS_NO_PORT.
          """,
        zh: """
          属实。缺少的是：上限按每个上游地址和端口计算，因此对上游开启 keepalive、或多加一个上游\
          地址，比扩大范围更有效；connect 之前先 bind 源地址的程序需要 IP_BIND_ADDRESS_NO_PORT。
          """)),
    causes: ["port-exhaustion", "port-reuse-collision"], scenario: "port-exhaustion",
    sources: [
      "ip-sysctl: ip_local_port_range", "ip(7): IP_LOCAL_PORT_RANGE (6.3), IP_BIND_ADDRESS_NO_PORT",
      "__inet_hash_connect() in net/ipv4/inet_hashtables.c",
    ])

  public static let localReservedPorts = Parameter(
    "net.ipv4.ip_local_reserved_ports",
    Text(en: "Ports that are never chosen for outgoing connections", zh: "不会被自动分配的保留端口"),
    .ports, .namespace, standard: .fixed("", Text(en: "empty", zh: "空")),
    does: Text(
      en: """
        A list such as 8080,30000-32767 that connect() and bind(0) skip.
        """,
      zh: """
        形如 8080,30000-32767 的列表，connect() 和 bind(0) 自动选端口时会跳过。
        """),
    doesNot: Text(
      en: """
        A program that asks for such a port by its number still gets it.
        """, zh: "程序显式指定这些端口时不受限制。"),
    change: Text(
      en: """
        With every range that covers the port of a service. Writing replaces the whole list.
        """,
      zh: """
        只要端口范围覆盖了某个服务的端口，就应加入。写入会整体替换原列表。
        """),
    causes: ["port-exhaustion"], sources: ["ip-sysctl: ip_local_reserved_ports"])

  public static let timeWaitReuse = Parameter(
    "net.ipv4.tcp_tw_reuse",
    Text(en: "Let outgoing connections take over TIME_WAIT ports", zh: "主动连接可复用 TIME_WAIT 端口"),
    words: [Text(en: "time_wait reuse", zh: "TIME_WAIT 复用")],
    .choice(0...2), .namespace, standard: .changed(from: "0", to: "2", in: KernelVersion(4, 19)),
    does: Text(
      en: """
        1: connect() may take a port whose connection to the same destination is in TIME_WAIT \
        for more than 1 s, if both ends use TCP timestamps. 2: only on loopback. 0: never.
        """,
      zh: """
        1：若双方都启用 TCP 时间戳，connect() 可以取用与同一目的地处于 TIME_WAIT 超过 1 秒的端口。\
        2：仅限环回。0：从不。
        """),
    doesNot: Text(
      en: """
        It does nothing for a server: TIME_WAIT on the listening side blocks no new connection \
        anyway.
        """, zh: "对服务端不起作用：监听一侧的 TIME_WAIT 本来就不妨碍新连接。"),
    change: Text(
      en: """
        1 on a host that opens many short connections to few destinations and runs short of \
        ports. Reusing connections is better.
        """,
      zh: """
        主机频繁向少数目的地发起短连接、端口不够用时设为 1。更好的办法是复用连接。
        """),
    effects: Text(
      en: """
        Without timestamps on both ends it is off in effect: balancers that strip them (some do) \
        make it useless.
        """,
      zh: """
        任何一端没有时间戳，它实际上就不生效：有的负载均衡会去掉时间戳，那样就没有用处。
        """),
    myths: [
      WrongFix(
        Text(en: "Set it on servers against many TIME_WAIT", zh: "服务端 TIME_WAIT 多就打开它"),
        why: Text(
          en: """
            It acts in connect() only; and those TIME_WAIT cost a few hundred bytes each, no \
            descriptor.
            """,
          zh: """
            它只在 connect() 中起作用；而且这些 TIME_WAIT 每个只占几百字节，不占描述符。
            """))
    ],
    note: OldNote(
      said: Text(
        en: """
          Sockets in TIME_WAIT can be reused after 1 s; it has nothing to do with being a \
          client. Elsewhere: off by default, and TIME_WAIT holds descriptors.
          """,
        zh: """
          TIME_WAIT 的连接 1 秒后即可重用，与是否为客户端无关。另一处：默认 0；TIME_WAIT 占用描\
          述符。
          """),
      today: Text(
        en: """
          It is for clients only: the code is in the search for a local port. The 1 s is right \
          (tcp_tw_reuse_delay since 6.14), timestamps are required, the default is 2 since 4.19. \
          TIME_WAIT holds no descriptor: the application has closed it.
          """,
        zh: """
          只对客户端有效：代码就在选择本地端口的路径上。1 秒属实（6.14 起可用 tcp_tw_reuse_delay \
          调整），必须有时间戳；4.19 起默认为 2。TIME_WAIT 不占描述符：应用早已 close。
          """)),
    counters: [Counter(rawValue: "TWRecycled"), Counter(rawValue: "TW")],
    causes: ["port-exhaustion"],
    scenario: "port-exhaustion",
    sources: ["ip-sysctl: tcp_tw_reuse", "tcp_twsk_unique() in net/ipv4/tcp_ipv4.c"])

  public static let timeWaitReuseDelay = Parameter(
    "net.ipv4.tcp_tw_reuse_delay",
    Text(en: "How old a TIME_WAIT must be to be taken over", zh: "TIME_WAIT 多久之后才可被复用"),
    .number(.milliseconds, 0...60_000), .namespace, since: KernelVersion(6, 14),
    standard: .fixed("1000"),
    does: Text(
      en: "The age from which tcp_tw_reuse takes over a port.", zh: "tcp_tw_reuse 复用端口所要求的最短时间。"),
    doesNot: Text(en: "It does not shorten TIME_WAIT itself.", zh: "并不缩短 TIME_WAIT 本身。"),
    change: Text(
      en: """
        Hardly ever; not below the tick of the peer's timestamp clock.
        """, zh: "几乎不需要；不要低于对端时间戳时钟的刻度。"),
    counters: [Counter(rawValue: "TWRecycled")], causes: ["port-exhaustion"],
    sources: ["ip-sysctl: tcp_tw_reuse_delay"])

  public static let timeWaitRecycle = Parameter(
    "net.ipv4.tcp_tw_recycle",
    Text(en: "Removed: TIME_WAIT recycling by per-host timestamps", zh: "已移除：按主机时间戳回收 TIME_WAIT"),
    words: [Text(en: "tw_recycle", zh: "TIME_WAIT 快速回收")],
    .flag, .namespace, until: KernelVersion(4, 12), standard: .fixed("0"),
    does: Text(
      en: """
        Nothing any more: it was taken out in Linux 4.12. Before, it dropped SYNs whose \
        timestamp was older than the last one from the same address.
        """,
      zh: """
        现已不存在：Linux 4.12 移除。此前，它会丢弃时间戳早于同一地址上一次的 SYN。
        """),
    doesNot: Text(
      en: """
        It never made TIME_WAIT safe to skip. Behind one NAT address each client has a clock of \
        its own, so some of them were dropped, silently and now and then.
        """,
      zh: """
        它从未让跳过 TIME_WAIT 变得安全。同一 NAT 地址后的客户端各有各的时钟，于是总有一部分被静\
        默地、时断时续地丢弃。
        """),
    change: Text(
      en: """
        On kernels before 4.12 set it to 0. On later ones remove the line from sysctl.d: it only \
        makes `sysctl --system` complain.
        """,
      zh: """
        4.12 之前的内核设为 0；之后的内核把该行从 sysctl.d 删掉，留着只会让 `sysctl --system` 报\
        错。
        """),
    myths: [
      WrongFix(
        Text(
          en: "Set tcp_tw_recycle = 1 on servers with many TIME_WAIT",
          zh: "TIME_WAIT 多就设 tcp_tw_recycle = 1"),
        why: Text(
          en: "Many pages still say so; the parameter is gone since 2017.",
          zh: "很多网页还这么写；这个参数 2017 年就没了。"))
    ],
    note: OldNote(
      said: Text(
        en: "Fast recycling of TIME_WAIT; 0 by default, 1 to turn it on.",
        zh: "快速回收 TIME_WAIT，默认 0，设 1 开启。"),
      today: Text(
        en: """
          It does not exist since 4.12, and was harmful before to every client behind NAT.
          """, zh: "4.12 起不存在；之前对所有 NAT 后的客户端都是有害的。")),
    counters: [Counter(rawValue: "PAWSPassive")], causes: ["tw-recycle-paws"],
    sources: ["commit 4396e46187ca \"tcp: remove tcp_tw_recycle\" (4.12)"])
}
