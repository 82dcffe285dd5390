internal import Diagnosis
internal import Facts

extension Parameter {
  public static let netdevMaxBacklog = Parameter(
    "net.core.netdev_max_backlog",
    Text(en: "Packets that wait for a processor", zh: "每个 CPU 待处理报文队列的长度"),
    words: [Text(en: "softnet backlog", zh: "网卡接收队列")],
    .number(.packets, 0...2_147_483_647), .host, standard: .fixed("1000"),
    does: Text(
      en: """
        The queue of each processor between the driver and the protocols, for drivers without \
        NAPI, for loopback, veth and RPS. Packets beyond it are dropped.
        """,
      zh: """
        每个 CPU 上介于驱动与协议栈之间的队列，用于非 NAPI 驱动、环回、veth 和 RPS；超出的报文被\
        丢弃。
        """),
    doesNot: Text(
      en: """
        It never causes a RST: it drops packets, and TCP repeats them. And it is not the ring of \
        the network card: that is `ethtool -g`.
        """,
      zh: """
        它从不导致 RST：只是丢包，TCP 会重传。它也不是网卡的环形缓冲区，那个要看 `ethtool -g`。
        """),
    change: Text(
      en: "When column 2 (dropped) of /proc/net/softnet_stat grows.",
      zh: "/proc/net/softnet_stat 第 2 列（dropped）增长时才需要。"),
    effects: Text(en: "A longer queue is more latency under load.", zh: "队列越长，负载高时延迟越大。"),
    note: OldNote(
      said: Text(
        en: """
          The longest queue of received packets of the network card; 1000 by default; adapt it.
          """, zh: "网卡接收数据包队列的最大长度；默认 1000，可适当调整。"),
      today: Text(
        en: """
          The figure is right, the place is not: it is behind the card, per processor, and most \
          cards (NAPI) do not pass through it. It cannot be the cause of a reset.
          """,
        zh: """
          数值对，位置不对：它在网卡之后、按 CPU 计，多数网卡（NAPI）根本不经过它。它不可能是 \
          RST 的原因。
          """)),
    sources: [
      "Documentation/admin-guide/sysctl/net.rst: netdev_max_backlog",
      "enqueue_to_backlog() in net/core/dev.c",
    ])

  public static let netdevBudget = Parameter(
    "net.core.netdev_budget", Text(en: "Packets handled in one round", zh: "单轮软中断处理的报文数"),
    words: [Text(en: "softirq budget", zh: "软中断预算")],
    .number(.packets, 0...2_147_483_647), .host, standard: .fixed("300"),
    does: Text(
      en: """
        One round of receiving handles at most so many packets, from all devices of a processor.
        """, zh: "一个 CPU 的一轮接收最多处理这么多报文（所有网卡合计）。"),
    doesNot: Text(
      en: """
        Reaching it loses nothing; the rest waits for the next round.
        """, zh: "用完预算并不丢包，剩余的等下一轮。"),
    change: Text(
      en: """
        When column 3 (time_squeeze) of /proc/net/softnet_stat grows quickly and packets are \
        dropped.
        """,
      zh: """
        /proc/net/softnet_stat 第 3 列（time_squeeze）快速增长且有丢包时。
        """),
    sources: [
      "Documentation/admin-guide/sysctl/net.rst: netdev_budget",
      "net_rx_action() in net/core/dev.c",
    ])

  public static let netdevBudgetTime = Parameter(
    "net.core.netdev_budget_usecs", Text(en: "Time of one round of receiving", zh: "单轮软中断的时间上限"),
    .number(.microseconds, 0...2_147_483_647), .host, since: KernelVersion(4, 12),
    standard: .unknown(
      Text(
        en: """
          two ticks of the kernel's timer: 8000 at 250 Hz, 2000 at 1000 Hz
          """, zh: "两个时钟节拍：250 Hz 时为 8000，1000 Hz 时为 2000")),
    does: Text(en: "One round of receiving also ends after so long.", zh: "一轮接收达到该时间也会结束。"),
    change: Text(en: "Together with netdev_budget.", zh: "与 netdev_budget 一起调整。"),
    sources: ["Documentation/admin-guide/sysctl/net.rst: netdev_budget_usecs"])
}
