internal import Diagnosis
internal import Facts

extension Parameter {
  public static let somaxconn = Parameter(
    "net.core.somaxconn",
    Text(en: "Upper bound of a listener's accept queue", zh: "监听套接字全连接队列的上限"),
    words: [
      Text(en: "accept queue", zh: "全连接队列"), Text(en: "backlog", zh: "监听队列"),
      Text(en: "listen queue overflow", zh: "队列溢出"),
    ],
    .number(.connections, 0...2_147_483_647), .namespace,
    standard: .changed(from: "128", to: "4096", in: KernelVersion(5, 4)),
    does: Text(
      en: """
        listen(backlog) is cut down to this number. The accept queue, the connections whose \
        handshake is complete and which the program has not yet taken with accept(), holds \
        min(backlog, somaxconn) and is full when its length is above that, so one more fits. The \
        same limit also bounds the handshakes in progress.
        """,
      zh: """
        listen(backlog) 的 backlog 会被截断到这个值。全连接队列（握手已完成、程序尚未 accept 的\
        连接）的上限是 min(backlog, somaxconn)，长度大于上限才算满，因此实际能多放一个。正在握手\
        的请求数也受同一个上限约束。
        """),
    doesNot: Text(
      en: """
        It changes no listener that exists: the limit is fixed at listen(). And it raises \
        nothing while the program passes less: nginx, Apache and Redis ask for 511 by default, \
        many frameworks for 50 or 128.
        """,
      zh: """
        它不影响已有的监听套接字：上限在 listen() 时就已确定。程序传入的 backlog 更小时，调大它\
        也没有作用：nginx、Apache、Redis 默认请求 511，不少框架只请求 50 或 128。
        """),
    change: Text(
      en: """
        When ListenOverflows grows and the listener's limit (Send-Q in `ss -ltn`) equals this \
        value. Raise it together with the program's own backlog, have the program listen again \
        (nginx: a reload does so only if backlog= has changed; else restart), and call it done \
        only when Send-Q shows the new limit. First find out why accept() is late: a queue \
        longer than accept rate × client time-out only serves clients that have left.
        """,
      zh: """
        ListenOverflows 增长，且监听套接字的上限（`ss -ltn` 的 Send-Q）等于该值时调大。要与程序\
        自身的 backlog 一起调大，并让程序重新 listen（nginx 只有 backlog= 改变时 reload 才会重新 \
        listen，否则要重启）；看到 Send-Q 变成新上限才算成功。更要先查清 accept 为何跟不上：队列\
        长度超过“accept 速率 × 客户端超时”后，服务的都是已经离开的客户端。
        """),
    effects: Text(
      en: """
        Each waiting connection holds a socket and what the client has sent; a long queue turns \
        overload into latency.
        """,
      zh: """
        每个排队的连接都占用一个套接字和客户端已发来的数据；队列过长会把过载变成高延迟。
        """),
    myths: [
      WrongFix(
        Text(en: "Raise somaxconn and it works at once", zh: "调大 somaxconn 立即生效"),
        why: Text(
          en: "Running listeners keep the limit that they got at listen().",
          zh: "运行中的监听套接字保持 listen() 时得到的上限。")),
      WrongFix(
        Text(en: "The default is 128", zh: "默认值是 128"),
        why: Text(en: "It is 4096 since Linux 5.4.", zh: "Linux 5.4 起是 4096。")),
    ],
    note: OldNote(
      said: Text(
        en: """
          The length of the port's queue of ESTABLISHED connections that no program has taken; \
          128 by default; raise it under load, or connections are dropped.
          """,
        zh: """
          端口上已 ESTABLISHED、尚未被程序接管的连接的队列长度；默认 128；高并发时必须调高，否则\
          直接丢弃连接。
          """),
      today: Text(
        en: """
          The queue is right, the rest is half of it. The default is 4096 since 5.4; the \
          program's own backlog counts as well; the new value needs a new listen(); and a full \
          queue drops SYNs and ignores the last ACK of handshakes, so clients retry, time out, \
          or are reset about 63 s later.
          """,
        zh: """
          队列说对了，其余只说了一半。5.4 起默认 4096；程序传入的 backlog 同样起作用；新值要重新 \
          listen() 才生效；队列满时内核丢弃 SYN、忽略握手的最后一个 ACK，客户端会重试、超时，或\
          在约 63 秒后才收到 RST。
          """)),
    counters: [.listenOverflows, .listenDrops], causes: ["accept-queue-overflow"],
    scenario: "accept-queue-overflow/abort",
    sources: [
      "listen(2)", "__sys_listen() in net/socket.c", "sk_acceptq_is_full() in include/net/sock.h",
    ])

  public static let abortOnOverflow = Parameter(
    "net.ipv4.tcp_abort_on_overflow",
    Text(en: "Reset a handshake that finds the accept queue full", zh: "全连接队列满时对完成握手的连接发 RST"),
    words: [Text(en: "abort overflow", zh: "溢出时复位")],
    .flag, .namespace, standard: .fixed("0"),
    does: Text(
      en: """
        1: the last ACK of a handshake that finds the accept queue full is answered with a RST, \
        and connect() has already succeeded, so the client's next call fails with ECONNRESET. 0: \
        the ACK is ignored and the SYN-ACK is sent again later, in the hope that the queue has \
        room by then.
        """,
      zh: """
        设为 1：握手的最后一个 ACK 到达时若全连接队列已满，内核回 RST；此时客户端 connect() 已成\
        功，下一次调用得到 ECONNRESET。设为 0：忽略该 ACK，稍后重发 SYN-ACK，等待队列腾出位置。
        """),
    doesNot: Text(
      en: """
        It does not touch SYNs: with a full accept queue they are dropped either way. Nor \
        connections made with SYN cookies: there the ACK is dropped even with 1.
        """,
      zh: """
        它不影响 SYN：全连接队列满时 SYN 总是被丢弃。也不影响 SYN cookie 建立的连接：那条路径上\
        即使为 1，ACK 也只是被丢弃。
        """),
    change: Text(
      en: """
        As a switch for diagnosis, for minutes: it shows at once which listener overflows. Leave \
        it at 0 in production.
        """,
      zh: """
        只作为诊断开关短时打开，能立即看出是哪个监听套接字溢出。生产环境保持 0。
        """),
    effects: Text(
      en: """
        With 1, a burst that would have cost one retransmission becomes an error for each \
        client.
        """,
      zh: """
        设为 1 后，原本只多一次重传的瞬时突发，会变成每个客户端的一次报错。
        """),
    myths: [
      WrongFix(
        Text(en: "Set it to 1 so that clients fail over sooner", zh: "设为 1 让客户端尽快切换"),
        why: Text(
          en: """
            SYNs are dropped silently all the same, so most clients still wait; those that get \
            the RST see an error they may not retry.
            """,
          zh: """
            SYN 仍被静默丢弃，多数客户端照样等待；收到 RST 的客户端得到的是不一定能重试的错误。
            """))
    ],
    note: OldNote(
      said: Text(
        en: """
          With it, a full backlog answers with a RST and the client sees error 104; without it, \
          the handshake falls back a state. Brutal, use with care.
          """,
        zh: """
          设置后，backlog 满时直接发 RST，客户端得到 104 错误；不设置则状态回退，让客户端重传 \
          ACK。很暴力，慎用。
          """),
      today: Text(
        en: """
          True, with three limits: it acts on the last ACK only, not on SYNs; not on the \
          SYN-cookie path; and with 0 a client that speaks first may still get a late 104, when \
          the server has given up after its SYN-ACK retries. Clients do not retransmit a bare \
          ACK: the server's repeated SYN-ACK makes them.
          """,
        zh: """
          基本正确，但有三点限制：只对握手的最后一个 ACK 生效，不管 SYN；对 SYN cookie 路径不生\
          效；设为 0 时，先发数据的客户端在服务端 SYN-ACK 重试用尽后仍可能收到迟来的 104。客户端\
          不会自己重传纯 ACK，是服务端重发的 SYN-ACK 促使它再发一次。
          """)),
    counters: [.embryonicResets, .listenOverflows, .outgoingResets],
    causes: ["accept-queue-overflow"], scenario: "accept-queue-overflow/abort",
    sources: [
      "ip-sysctl: tcp_abort_on_overflow", "tcp_check_req() in net/ipv4/tcp_minisocks.c",
      "tcp_get_cookie_sock() in net/ipv4/syncookies.c",
    ])
}
