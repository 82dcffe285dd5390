import Facts

/// Multipath TCP refused or ended one of its subflows.
public enum MPTCPReset: Cause {
  public static let id = "mptcp-reset"
  public static let family = Family.mismatch
  public static let precedence = Precedence.specific
  public static let needs: [Need] = [.senderKernel]

  public static let title = Text(
    en: "Multipath TCP refused or ended a subflow", zh: "Multipath TCP 拒绝或终止了一个子流")

  public static let explanation = Text(
    en: """
      The connection is one of Multipath TCP, or wanted to join one, and the kernel reset a single \
      path of it: the connection to join is not known here, a limit of subflows is reached, or a \
      device on the way has damaged MPTCP's options. The other paths go on, and with them the \
      program's connection.
      """,
    zh: """
      该连接属于 Multipath TCP，或想加入一个 MPTCP 连接，内核只重置了其中一条路径：要加入的连接本机不\
      认识、子流数已达上限，或途中设备破坏了 MPTCP 选项。其余路径继续工作，程序的连接不受影响。
      """)

  public static let mechanism = Text(
    en: """
      subflow_v4_route_req() resets a SYN with MP_JOIN whose token or limit does not fit; \
      subflow_syn_recv_sock() and mptcp_subflow_reset() end a subflow later. The RST carries MP_TCPRST \
      with the reason that the kernel reports as MPTCP_RST_*.
      """,
    zh: """
      带 MP_JOIN 的 SYN 若令牌或上限不符，由 subflow_v4_route_req() 复位；子流建立之后则由 \
      subflow_syn_recv_sock() 或 mptcp_subflow_reset() 终止。RST 带有 MP_TCPRST 选项，其原因即内核报告的 \
      MPTCP_RST_*。
      """)

  public static let fixes = [
    Fix(
      Text(
        en: "For MPTCP_RST_EPROHIBIT: allow more subflows, at both ends.",
        zh: "原因为 MPTCP_RST_EPROHIBIT 时：在两端允许更多子流。"),
      command: "ip mptcp limits set subflows 8 add_addr_accepted 8",
      undo: "ip mptcp limits set subflows 2 add_addr_accepted 0"),
    Fix(
      Text(
        en: """
          For MPTCP_RST_EMPTCP: have the balancer send all subflows of a connection to the same host, \
          or let each host announce an address of its own.
          """,
        zh: """
          原因为 MPTCP_RST_EMPTCP 时：让负载均衡把同一连接的所有子流送到同一台主机，或让每台主机通告自己\
          独有的地址。
          """)),
    Fix(
      Text(
        en: "For MPTCP_RST_EMIDDLEBOX: have the firewall pass TCP option 30 unchanged.",
        zh: "原因为 MPTCP_RST_EMIDDLEBOX 时：让防火墙原样放行 TCP 选项 30。")),
  ]

  public static let wrongFixes = [
    WrongFix(
      Text(en: "Set net.mptcp.enabled to 0 on the server", zh: "在服务端把 net.mptcp.enabled 设为 0"),
      why: Text(
        en: "All connections fall back to one path; the resets end, and so does the gain.",
        zh: "所有连接退回单路径：RST 没了，多路径的好处也没了。")),
    WrongFix(
      Text(en: "Tune TCP time-outs or queues", zh: "调整 TCP 超时或队列"),
      why: Text(
        en: "The subflow was refused by MPTCP itself, at once.", zh: "子流是被 MPTCP 自身立即拒绝的。")),
  ]

  public static let lookAlikes = [
    LookAlike(
      "port-closed",
      Text(
        en: "There nothing listens; here a listener refused the SYN because of its MP_JOIN.",
        zh: "那种情况是无人监听；这里是监听套接字因 MP_JOIN 拒绝了 SYN。")),
    LookAlike(
      "unread-data-at-close",
      Text(
        en: "A program that closes an MPTCP connection with unread data resets it as in plain TCP.",
        zh: "程序关闭仍有未读数据的 MPTCP 连接，与普通 TCP 一样复位。")),
    LookAlike(
      "backend-moved",
      Text(
        en: "There a whole connection met another host; here only its new subflow did.",
        zh: "那种情况是整个连接到了另一台主机；这里只是新的子流。")),
  ]

  public static let references = [
    "RFC 8684 section 3.6 (MP_TCPRST)", "RFC 8684 section 3.2 (MP_JOIN)",
    "subflow_check_req() in net/mptcp/subflow.c", "ip-mptcp(8)",
  ]

  public static let lab = LabRecipe.scenarios([
    Scenario(
      id: id,
      title: Text(
        en: "A SYN that wants to join a connection which nobody has",
        zh: "SYN 想加入一个不存在的 MPTCP 连接"),
      steps: [
        .on(.server, .listenMultipath(port: 8080)),
        .on(
          .client,
          .forge(
            Scenario.ForgedSegment(
              from: 40000, to: 8080, sequence: 1000, acknowledgment: 0, flags: .syn,
              options: join))),
        .wait(.milliseconds(100)),
      ],
      expected: .init(
        sender: .server, atLeast: .likely, error: nil, harmless: true, blind: [.client]))
  ])

  /// MP_JOIN of a SYN: kind 30, 12 bytes, subtype 1, address 1, a token, a nonce (RFC 8684 section 3.2).
  static let join: [UInt8] = [30, 12, 0x10, 1, 0xde, 0xad, 0xbe, 0xef, 1, 2, 3, 4]

  public static func match(_ evidence: Evidence) -> Match? {
    guard evidence.isOfMultipath, let reason = evidence.reason else { return nil }
    let told = Reason(
      "mptcp-reason", reason,
      meanings[reason] ?? Text(en: "MPTCP gave no reason", zh: "MPTCP 未给出具体原因"))
    let joins = evidence.trigger?.isSYN == true
    let mayHaveMoved = reason == "MPTCP_RST_EMPTCP"
    return Match(
      mayHaveMoved ? .likely : .certain,
      because: [told] + [evidence.trigger.map(Reason.trigger)].compactMap(\.self),
      alternatives: mayHaveMoved ? ["backend-moved"] : [],
      harmless: joins ? true : nil)
  }

  /// RFC 8684 section 3.6; the names are the kernel's (`enum sk_rst_reason`).
  private static let meanings = [
    "MPTCP_RST_EMPTCP": Text(
      en: "MPTCP could not go on: the connection to join is not known, or its data did not fit",
      zh: "MPTCP 无法继续：要加入的连接不存在，或数据不符"),
    "MPTCP_RST_ERESOURCE": Text(en: "Resources for the subflow were lacking", zh: "子流所需资源不足"),
    "MPTCP_RST_EPROHIBIT": Text(
      en: "A limit or policy allows no further subflow", zh: "子流数上限或策略不允许新的子流"),
    "MPTCP_RST_EWQ2BIG": Text(
      en: "Too much data was outstanding on the subflow", zh: "子流上未确认的数据过多"),
    "MPTCP_RST_EBADPERF": Text(en: "The subflow performed badly", zh: "子流性能过差"),
    "MPTCP_RST_EMIDDLEBOX": Text(
      en: "A device on the way had damaged MPTCP's options", zh: "途中设备破坏了 MPTCP 选项"),
  ]

  private static func sent(_ reason: String, _ trigger: Segment? = Sample.syn) -> SentReset {
    Sample.sent(reason) {
      $0.trigger = trigger
      $0.fromListener = trigger?.isSYN == true
      $0.listener = Listener(owner: Sample.nginx, queueLimit: 16)
    }
  }

  public static let examples: [Example] = [
    .hit("a join of an unknown connection", .likely, Evidence(sent: sent("MPTCP_RST_EMPTCP"))),
    .hit(
      "a join above the limit", .certain,
      Evidence(
        sent: sent("MPTCP_RST_EPROHIBIT"), received: Sample.received(.synSent, error: nil))),
    .hit(
      "a subflow whose options were damaged", .certain,
      Evidence(sent: sent("MPTCP_RST_EMIDDLEBOX", Sample.segment(bytes: 100)))),
    .miss(
      "a SYN to a closed port",
      Evidence(sent: Sample.sent("NO_SOCKET") { $0.trigger = Sample.syn })),
    .miss(
      "unread data at close(), which MPTCP resets with TCP's own reason",
      Evidence(
        sent: Sample.aborted(
          "TCP_ABORT_ON_CLOSE", ["mptcp_close"],
          Sample.socket(.closed, was: .established) { $0.unreadBytes = 10 }))),
  ]
}
