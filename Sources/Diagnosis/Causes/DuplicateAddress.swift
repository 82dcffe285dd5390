import Facts

/// Two hosts of one network have the same address, and the wrong one answered.
public enum DuplicateAddress: Cause {
  public static let id = "duplicate-address"
  public static let family = Family.network
  public static let precedence = Precedence.forged
  public static let needs: [Need] = [.receiverKernel, .packet]

  public static let title = Text(
    en: "Another host with the same address answered", zh: "另一台使用相同地址的主机做了应答")

  public static let explanation = Text(
    en: """
      Two machines of one network answer for the same IP address: a cloned virtual machine, a static address \
      within the range of DHCP, a virtual IP that two balancers hold at once, or a host that answers ARP for \
      the addresses of its other interfaces. The neighbour table follows whoever spoke last. When it turns, the \
      segments of open connections reach the host that does not know them, and it resets them. A random share of \
      connections fails, and all is well again when the table turns back.
      """,
    zh: """
      同一网络中有两台机器应答同一个 IP 地址：克隆的虚拟机、落在 DHCP 范围内的静态地址、两台负载均衡同时持有的 VIP，\
      或者主机替自己其他网卡的地址应答 ARP。邻居表跟随最后一个应答者；一旦切换，已建立连接的报文就到了不认识它们的主机，\
      被其复位。表现为随机一部分连接失败，邻居表切换回来后又恢复正常。
      """)

  public static let mechanism = Text(
    en: """
      arp_process() or ndisc_recv_na() overwrites the neighbour entry. The other host's tcp_v4_rcv() finds no \
      connection and answers NO_SOCKET; its frames carry another source MAC than the peer's did.
      """,
    zh: """
      arp_process() 或 ndisc_recv_na() 改写邻居表项。另一台主机的 tcp_v4_rcv() 找不到连接，以 NO_SOCKET 应答；\
      其帧的源 MAC 与原对端不同。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "Find both stations that answer for the address, and give one of them another.",
        zh: "找出应答该地址的两台机器，给其中一台换地址。"),
      command: "arping -I INTERFACE -c 3 ADDRESS"),
    Fix(
      Text(
        en: "Let a host answer ARP only for the addresses of the interface that was asked.",
        zh: "让主机只在对应的网卡上应答 ARP。"),
      command: "sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2",
      undo: "sysctl -w net.ipv4.conf.all.arp_ignore=0 net.ipv4.conf.all.arp_announce=0"),
    Fix(
      Text(
        en: """
          Where a virtual IP is shared: see that only one node holds it (VRRP priorities, multicast).
          """,
        zh: "共享 VIP 时：确认只有一个节点持有它（VRRP 优先级、组播是否可达）。"),
      command: "ip -br address show to ADDRESS"),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Flush the neighbour table", zh: "清空邻居表"),
      why: Text(
        en: "The next answer may come from the wrong host again.", zh: "下一次应答可能又来自错误的主机。")),
    WrongFix(
      Text(en: "Restart the server", zh: "重启服务端"),
      why: Text(
        en: "It announces its address anew and wins for a while; the other host is still there.",
        zh: "它会重新通告地址，暂时占先；另一台主机仍然存在。")),
    WrongFix(
      Text(en: "Raise time-outs or retries of the client", zh: "调大客户端的超时或重试次数"),
      why: Text(
        en: "The reset comes at once, from a host that will never know the connection.",
        zh: "RST 会立即返回，那台主机永远不会认识这条连接。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "stale-connection",
      Text(
        en: "There the address moved for good, to a host that took over (failover).",
        zh: "那种情况下地址已经转移给接管的主机（故障切换）。")),
    LookAlike(
      "injected-reset",
      Text(
        en: "There a device forges the RST, mostly with another TTL.",
        zh: "那种情况下由设备伪造 RST，TTL 通常不同。")),
    LookAlike(
      "backend-moved",
      Text(
        en: "There a balancer chose the other host on purpose.", zh: "那种情况下是负载均衡主动选择了另一台主机。")),
  ]

  public static let references = [
    "RFC 5227 (IPv4 address conflict detection)", "RFC 4862 section 5.4 (IPv6 duplicate detection)",
    "arp_process() in net/ipv4/arp.c", "ip-sysctl: arp_ignore, arp_announce",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "Another machine takes the server's address", zh: "另一台机器占用服务端的地址"),
      steps: .open + .exchange + [
        .impersonate(.server),
        .on(.client, .send(connection: 0, bytes: 100, expecting: .success)),
      ] + .clientIsReset,
      expected: .init(
        sender: .unknown, atLeast: .likely, error: .connectionReset, blind: [.server]))
  ])

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.sent == nil, evidence.firewall == nil, evidence.received != nil,
      let packet = evidence.wire, let stations = packet.strangeStation,
      // A packet that a router passed on has the router's address, of which there may be several.
      packet.hopDifference == nil, isFresh(packet.hopLimit)
    else { return nil }
    let state = evidence.livingSender
    return Match(
      state == nil ? .possible : .likely,
      because: [sent(by: stations.this, not: stations.usual)]
        + (state.map { [.livingSender($0)] } ?? []),
      alternatives: ["stale-connection", "injected-reset", "backend-moved"],
      next: [ask(evidence.flow.source.address)], sender: .unknown)
  }

  /// The values that systems begin with: no router has passed it on.
  private static func isFresh(_ hopLimit: UInt8) -> Bool { [64, 128, 255].contains(hopLimit) }

  private static func sent(by this: LinkAddress, not usual: LinkAddress) -> Reason {
    Reason(
      "station", "\(this), else \(usual)",
      Text(
        en: "The RST came from the station \(this), the peer's other packets from \(usual)",
        zh: "RST 来自 \(this)，而对端其他报文来自 \(usual)"), source: .wire)
  }

  private static func ask(_ address: IPAddress) -> NextStep {
    NextStep(
      Text(
        en: "Ask who has the address: two stations must not answer.",
        zh: "查询谁持有该地址：不应有两台机器应答。"),
      command: "arping -I INTERFACE -c 3 \(address)", on: .here)
  }

  private static func rst(
    from station: UInt64, lives: Bool = true, hopLimit: UInt8 = 64
  ) -> Evidence {
    var received = Sample.received(.established) {
      $0.role = .client
      $0.exchange(lastReceived: 0.5, lastSent: 0.02)
      $0.unacknowledgedBytes = 100
    }
    received.packet = Sample.packet(.rst, hopLimit: hopLimit)
    received.packet?.linkSource = LinkAddress(bits: station)
    received.packet?.habit?.hopLimit = hopLimit
    received.packet?.habit?.linkSource = LinkAddress(bits: 0x0200_0000_0002)
    var evidence = Evidence(received: received)
    evidence.livingSender = lives ? .established : nil
    return evidence
  }

  public static let examples: [Example] = [
    .hit(
      "another station sent it, and the peer's socket lives", .likely, rst(from: 0x0200_0000_0003)),
    .hit("another station sent it", .possible, rst(from: 0x0200_0000_0003, lives: false)),
    .miss("the peer's own station sent it", rst(from: 0x0200_0000_0002)),
    .miss("a router passed it on", rst(from: 0x0200_0000_0003, hopLimit: 61)),
  ]
}
